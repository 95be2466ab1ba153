import fc from 'fast-check';
import { toIncident } from '../../src/defender/to-incident.ts';
import { toPage } from '../../src/defender/to-page.ts';
import { toRequest } from '../../src/defender/to-request.ts';
import { WireIncident, WirePage, WirePosted } from '../../src/defender/wire-schema.ts';
import { WRITABLE_SEVERITIES } from '../../src/incident/severity.ts';
import { CLASSIFICATIONS, LEGAL_DETERMINATIONS, openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { testExample } from '../azure/official-examples.ts';
import { wireIncident } from './wire-incident.ts';

const read = (overrides: Record<string, unknown> = {}) => toIncident(WireIncident.parse(wireIncident(overrides)));

test('an incident is read in our words, its times verbatim', () => {
  expect(read({ assignedTo: ' ana@contoso.com ', customTags: ['vip'] })).toEqual({
    id: '81',
    title: 'Sign-in from an unusual place',
    description: 'Somebody signed in.',
    severity: 'low',
    state: openState('new'),
    owner: { upn: 'ana@contoso.com', objectId: null, name: null },
    tags: ['vip'],
    comments: [],
    commentCount: 0,
    createdAt: '2026-08-01T10:00:00.1233333Z',
    modifiedAt: '2026-08-01T10:05:00.91Z',
    modifiedBy: 'Microsoft 365 Defender-IncidentCreation',
    firstActivityAt: null,
    lastActivityAt: null,
    url: 'https://security.microsoft.com/incident2/81/overview',
    products: [],
    mergedInto: null,
    provider: null,
  });
});

test.each([
  ['active', 'new'],
  ['Active', 'new'],
  ['new', 'new'],
  ['inProgress', 'active'],
  ['InProgress', 'active'],
  ['awaitingAction', 'active'],
  ['unknownFutureValue', 'active'],
  [null, 'active'],
  ['resolved', 'closed'],
  ['redirected', 'closed'],
])('status %s is %s', (wire, status) => {
  expect(read({ status: wire }).state.status).toBe(status);
});

test.each([
  ['truePositive', 'compromisedUser', 'truePositive', 'compromisedAccount'],
  ['TruePositive', 'MultiStagedAttack', 'truePositive', 'multiStagedAttack'],
  ['falsePositive', 'clean', 'falsePositive', 'notMalicious'],
  ['falsePositive', 'insufficientData', 'falsePositive', 'notEnoughDataToValidate'],
  ['FalsePositive', 'NoEnoughDataToValidate', 'falsePositive', 'notEnoughDataToValidate'],
  ['informationalExpectedActivity', 'confirmedUserActivity', 'benignPositive', 'confirmedActivity'],
  ['truePositive', 'somethingNew', 'truePositive', null],
  ['unknown', 'malware', 'undetermined', null],
  ['unknownFutureValue', 'unknown', 'undetermined', null],
  [null, null, 'undetermined', null],
])('%s / %s is %s / %s', (classification, determination, ours, detail) => {
  const state = read({ status: 'resolved', classification, determination, resolvingComment: 'done' }).state;
  expect(state).toEqual({ status: 'closed', classification: ours, determination: detail, reason: null, note: 'done' });
});

test('an open incident has no closure detail, whatever was left on it', () => {
  const left = { classification: 'truePositive', determination: 'malware', resolvingComment: 'old' };
  expect(read({ status: 'inProgress', ...left }).state).toEqual(openState('active'));
});

test('a merged incident names its survivor; nothing else does', () => {
  expect(read({ status: 'redirected', redirectIncidentId: '90' }).mergedInto).toBe('90');
  expect(read({ status: 'active', redirectIncidentId: '90' }).mergedInto).toBeNull();
});

test.each([
  ['high', 'high'],
  ['HIGH', 'high'],
  ['unknown', 'unknown'],
  ['critical', 'unknown'],
  [null, 'unknown'],
])('severity %s is %s', (wire, severity) => expect(read({ severity: wire }).severity).toBe(severity));

test('comments are read by their old and new names, oldest first', () => {
  const comments = [
    { comment: 'second', createdByDisplayName: 'Raj', createdDateTime: '2026-08-01T10:02:00Z' },
    { comment: 'first', createdBy: 'ana@contoso.com', createdTime: '2026-08-01T10:01:00.5Z' },
  ];
  expect(read({ comments }).comments).toEqual([
    { id: null, author: 'ana@contoso.com', text: 'first', createdAt: '2026-08-01T10:01:00.5Z' },
    { id: null, author: 'Raj', text: 'second', createdAt: '2026-08-01T10:02:00Z' },
  ]);
  expect(read({ comments: undefined }).comments).toBeNull();
});

test('everything optional may be missing', () => {
  const { id, createdDateTime, lastUpdateDateTime } = wireIncident();
  const incident = toIncident(WireIncident.parse({ id, createdDateTime, lastUpdateDateTime }));
  expect(incident).toMatchObject({
    title: 'Defender incident 81',
    severity: 'unknown',
    owner: null,
    tags: [],
    comments: null,
    url: null,
  });
});

test('a bad item does not lose the page, and its time still counts', () => {
  const page = WirePage.parse({
    value: [
      wireIncident(),
      wireIncident({ id: '82', customTags: 'vip', lastUpdateDateTime: '2026-08-01T11:00:00Z' }),
      wireIncident({ id: '', createdDateTime: 'yesterday' }),
      'nonsense',
      null,
    ],
  });
  const { page: observed, keys } = toPage({ status: 206, data: page });
  expect(observed.partial).toBe(true);
  expect(observed.observations).toHaveLength(1);
  expect(observed.unreadable).toEqual([
    { id: '82', modifiedAt: '2026-08-01T11:00:00Z', reason: expect.stringMatching(/^customTags: /) },
    { id: null, modifiedAt: '2026-08-01T10:05:00.91Z', reason: expect.stringMatching(/^id: /) },
    { id: null, modifiedAt: null, reason: expect.any(String) },
    { id: null, modifiedAt: null, reason: expect.any(String) },
  ]);
  expect(keys).toHaveLength(5);
  expect(keys[1]?.modifiedAt).toBe('2026-08-01T11:00:00Z');
});

test('no JSON whatever breaks the reading of a page', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.jsonValue(),
          fc.jsonValue().map((junk) => wireIncident({ comments: junk, status: junk })),
        ),
      ),
      (value) => {
        const { page, keys } = toPage({ status: 200, data: WirePage.parse({ value }) });
        expect(page.observations.length + page.unreadable.length).toBe(value.length);
        expect(keys).toHaveLength(value.length);
      },
    ),
  );
});

const closedStates = fc.constantFrom(...CLASSIFICATIONS).chain((classification) =>
  fc.record({
    status: fc.constant('closed' as const),
    classification: fc.constant(classification),
    determination: fc.constantFrom(
      ...(classification === 'undetermined' ? [null] : LEGAL_DETERMINATIONS[classification]),
    ),
    reason: fc.constant(null),
    note: fc.string(),
  }),
);
const states: fc.Arbitrary<State> = fc.oneof(closedStates, fc.constantFrom(openState('new'), openState('active')));

test('what is written is what is then read', () => {
  const owners = fc.option(fc.emailAddress().map((upn) => ({ upn, objectId: null, name: null })));
  const changes = fc.record({
    state: states,
    severity: fc.constantFrom(...WRITABLE_SEVERITIES),
    owner: owners,
    tags: fc.array(fc.string({ minLength: 1 })),
  });
  fc.assert(
    fc.property(changes, fc.boolean(), (change, wasOpen) => {
      expect(read({ ...toRequest(change, wasOpen) })).toMatchObject(change);
    }),
  );
});

testExample('the documented list is read', 'graph/examples/list-incidents.docs.json', (example) => {
  const { page } = toPage({ status: 200, data: WirePage.parse(example) });
  expect(page.unreadable).toEqual([]);
  expect(page.observations[0]?.incident).toMatchObject({
    id: '2972395',
    severity: 'medium',
    owner: { upn: 'KaiC@contoso.onmicrosoft.com' },
    tags: ['Demo'],
    comments: [{ author: 'DavidS@contoso.onmicrosoft.com', text: 'Demo incident' }],
  });
});

testExample(
  'the documented list with alerts is read',
  'graph/examples/list-incidents-expand-alerts.docs.json',
  (example) => {
    expect(toPage({ status: 200, data: WirePage.parse(example) }).page.unreadable).toEqual([]);
  },
);

testExample('the documented answer to a comment is read', 'graph/examples/post-comment.docs.json', (example) => {
  const { response200 } = example as { response200: unknown };
  expect(WirePosted.parse(response200).value.comments.map(({ text }) => text)).toEqual(['test', 'Demo for docs']);
});
