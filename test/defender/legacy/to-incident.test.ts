import fc from 'fast-check';
import { toIncident } from '../../../src/defender/legacy/to-incident.ts';
import { toPage } from '../../../src/defender/legacy/to-page.ts';
import { toRequests } from '../../../src/defender/legacy/to-request.ts';
import { WireIncident, WirePage } from '../../../src/defender/legacy/wire-schema.ts';
import { CLASSIFICATIONS, LEGAL_DETERMINATIONS, openState } from '../../../src/incident/state.ts';
import type { State } from '../../../src/incident/state.ts';
import { testExample } from '../../azure/official-examples.ts';
import { wireIncident } from './wire-incident.ts';

const read = (overrides: Record<string, unknown> = {}) => toIncident(WireIncident.parse(wireIncident(overrides)));

test('an incident is read in our words, its times verbatim and its id as text', () => {
  expect(read({ assignedTo: ' ana@contoso.com ', tags: ['vip'] })).toEqual({
    id: '81',
    title: 'Sign-in from an unusual place',
    description: '',
    severity: 'low',
    state: openState('new'),
    owner: { upn: 'ana@contoso.com', objectId: null, name: null },
    tags: ['vip'],
    comments: [],
    commentCount: 0,
    createdAt: '2026-08-01T10:00:00.1233333Z',
    modifiedAt: '2026-08-01T10:05:00.91Z',
    modifiedBy: null,
    firstActivityAt: null,
    lastActivityAt: null,
    url: 'https://security.microsoft.com/incidents/81',
    products: [],
    mergedInto: null,
    provider: null,
  });
});

test.each([
  [924565, '924565'],
  ['924565', '924565'],
  [0, '0'],
])('the id %p is %s', (incidentId, id) => expect(read({ incidentId }).id).toBe(id));

test.each([[-1], [1.5], [2 ** 60], [''], ['x'], ['1/2'], [null]])('%p is no id', (incidentId) => {
  expect(WireIncident.safeParse(wireIncident({ incidentId })).success).toBe(false);
});

test.each([
  ['Active', 'new'],
  ['InProgress', 'active'],
  ['AwaitingAction', 'active'],
  [null, 'active'],
  ['Resolved', 'closed'],
  ['Redirected', 'closed'],
])('status %s is %s', (wire, status) => expect(read({ status: wire }).state.status).toBe(status));

test.each([
  ['TruePositive', 'CompromisedUser', 'truePositive', 'compromisedAccount'],
  ['TruePositive', 'CompromisedAccount', 'truePositive', 'compromisedAccount'],
  ['TruePositive', 'Apt', 'truePositive', 'apt'],
  ['FalsePositive', 'Clean', 'falsePositive', 'notMalicious'],
  ['FalsePositive', 'NotMalicious', 'falsePositive', 'notMalicious'],
  ['FalsePositive', 'InsufficientData', 'falsePositive', 'notEnoughDataToValidate'],
  ['FalsePositive', 'NoEnoughDataToValidate', 'falsePositive', 'notEnoughDataToValidate'],
  ['InformationalExpectedActivity', 'ConfirmedUserActivity', 'benignPositive', 'confirmedActivity'],
  ['InformationalExpectedActivity', 'LineOfBusinessApplication', 'benignPositive', 'lineOfBusinessApplication'],
  ['TruePositive', 'NotAvailable', 'truePositive', null],
  ['Unknown', 'NotAvailable', 'undetermined', null],
  [null, null, 'undetermined', null],
])('%s / %s is %s / %s', (classification, determination, ours, detail) => {
  const { state } = read({ status: 'Resolved', classification, determination });
  expect(state).toEqual({ status: 'closed', classification: ours, determination: detail, reason: null, note: '' });
});

test.each([
  ['UnSpecified', 'unknown'],
  ['Informational', 'informational'],
  ['High', 'high'],
  ['Critical', 'unknown'],
])('severity %s is %s', (wire, severity) => expect(read({ severity: wire }).severity).toBe(severity));

test('a merged incident names its survivor as text', () => {
  expect(read({ status: 'Redirected', redirectIncidentId: 90 }).mergedInto).toBe('90');
  expect(read({ status: 'Active', redirectIncidentId: 90 }).mergedInto).toBeNull();
});

test('nothing in its alerts can spoil an incident, however many they are', () => {
  const alert = { alertId: 5, creationTime: 'yesterday', entities: 'none', devices: [[[{}]]] };
  expect(read({ alerts: Array.from({ length: 50_000 }, () => alert) }).id).toBe('81');
  expect(read({ alerts: 'many' }).id).toBe('81');
});

test('a bad item does not lose the page, and the rest is put in order', () => {
  const page = WirePage.parse({
    value: [
      wireIncident({ incidentId: 83, lastUpdateTime: '2026-08-01T12:00:00Z' }),
      wireIncident({ incidentId: 82, tags: 'vip', lastUpdateTime: '2026-08-01T11:00:00Z' }),
      wireIncident(),
      wireIncident({ incidentId: null, createdTime: 'yesterday' }),
      'nonsense',
    ],
  });
  const { page: observed, keys, isWhole } = toPage({ status: 206, data: page }, 100);
  expect(observed.observations.map(({ incident }) => incident.id)).toEqual(['81', '83']);
  expect(observed.unreadable).toEqual([
    { id: '82', modifiedAt: '2026-08-01T11:00:00Z', reason: expect.stringMatching(/^tags: /) },
    { id: null, modifiedAt: '2026-08-01T10:05:00.91Z', reason: expect.stringMatching(/^incidentId: /) },
    { id: null, modifiedAt: null, reason: expect.any(String) },
  ]);
  expect([observed.partial, keys.length, isWhole]).toEqual([true, 5, true]);
});

test('a full page is not whole, nor is one that names a next', () => {
  const page = WirePage.parse({ value: [wireIncident()] });
  expect(toPage({ status: 200, data: page }, 1).isWhole).toBe(false);
  const linked = WirePage.parse({ value: [wireIncident()], '@odata.nextLink': 'https://elsewhere.test' });
  expect(toPage({ status: 200, data: linked }, 100).isWhole).toBe(false);
});

test('no JSON whatever breaks the reading of a page', () => {
  const value = fc.array(
    fc.oneof(
      fc.jsonValue(),
      fc.jsonValue().map((junk) => wireIncident({ comments: junk, status: junk, alerts: junk })),
    ),
  );
  fc.assert(
    fc.property(value, (items) => {
      const { page, keys } = toPage({ status: 200, data: WirePage.parse({ value: items }) }, 100);
      expect(page.observations.length + page.unreadable.length).toBe(items.length);
      expect(keys).toHaveLength(items.length);
    }),
  );
});

const states: fc.Arbitrary<State> = fc.oneof(
  fc.constantFrom(openState('new'), openState('active')),
  fc.constantFrom(...CLASSIFICATIONS).chain((classification) =>
    fc.record({
      status: fc.constant('closed' as const),
      classification: fc.constant(classification),
      determination: fc.constantFrom(
        ...(classification === 'undetermined' ? [null] : LEGAL_DETERMINATIONS[classification]),
      ),
      reason: fc.constant(null),
      note: fc.constant(''),
    }),
  ),
);

test('what is written is what is then read, in each wording that says all of it', () => {
  const changes = fc.record({
    state: states,
    owner: fc.option(fc.emailAddress().map((upn) => ({ upn, objectId: null, name: null }))),
    tags: fc.array(fc.string({ minLength: 1 })),
  });
  fc.assert(
    fc.property(changes, fc.boolean(), (change, wasOpen) => {
      const requests = toRequests(change, wasOpen);
      for (const request of requests.length === 1 ? requests : requests.slice(0, -1)) {
        expect(read({ ...request })).toMatchObject(change);
      }
    }),
  );
});

testExample('the documented list is read', 'defender/examples/list-incidents.docs.json', (example) => {
  const { page } = toPage({ status: 200, data: WirePage.parse(example) }, 100);
  expect(page.unreadable).toEqual([]);
  expect(page.observations.map(({ incident }) => [incident.id, incident.severity, incident.state.status])).toEqual([
    ['924521', 'low', 'new'],
    ['924565', 'medium', 'new'],
  ]);
  expect(page.observations[1]?.incident.comments).toEqual([
    {
      id: null,
      author: 'secop123@contoso.com',
      text: 'test comment for docs',
      createdAt: '2021-01-26T01:00:37.8404534Z',
    },
  ]);
});

testExample(
  'the documented update is what we send',
  'defender/examples/update-incident.request.docs.json',
  (example) => {
    const { comment: _comment, ...documented } = example as Record<string, unknown>;
    const [first] = toRequests(
      {
        state: { status: 'closed', classification: 'truePositive', determination: 'malware', reason: null, note: '' },
        owner: { upn: 'secop2@contoso.com', objectId: null, name: null },
        tags: documented['tags'] as string[],
      },
      true,
    );
    expect(first).toEqual(documented);
  },
);
