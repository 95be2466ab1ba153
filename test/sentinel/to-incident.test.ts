import fc from 'fast-check';
import { WRITABLE_SEVERITIES } from '../../src/incident/severity.ts';
import { CLASSIFICATIONS, LEGAL_REASONS, openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { uniqueTags } from '../../src/incident/tags.ts';
import { basisOf } from '../../src/sentinel/basis.ts';
import { toIncident } from '../../src/sentinel/to-incident.ts';
import { toPage } from '../../src/sentinel/to-page.ts';
import { toNewRequest, toRequest } from '../../src/sentinel/to-request.ts';
import { WireIncident, WirePage } from '../../src/sentinel/wire-schema.ts';
import { testExample } from '../azure/official-examples.ts';
import { wireIncident } from './wire-incident.ts';

const parse = (properties: Record<string, unknown> = {}) => WireIncident.parse(wireIncident(properties));
const read = (properties: Record<string, unknown> = {}) => toIncident(parse(properties));
/** What a PUT of these changes on top of that reading holds. */
const put = (changes: Parameters<typeof toRequest>[0], properties: Record<string, unknown> = {}) =>
  toRequest(changes, basisOf(parse(properties)));

test('an incident is read in our words, its times verbatim', () => {
  expect(read()).toEqual({
    id: 'inc-1',
    title: 'Sign-in from an unusual place',
    description: 'Somebody signed in.',
    severity: 'low',
    state: openState('new'),
    owner: null,
    tags: [],
    comments: null,
    commentCount: 2,
    createdAt: '2026-08-01T10:00:00Z',
    modifiedAt: '2026-08-01T10:05:00.1234567Z',
    modifiedBy: null,
    firstActivityAt: '2026-08-01T09:00:00Z',
    lastActivityAt: '2026-08-01T09:30:00Z',
    url: 'https://portal.azure.com/#asset/12',
    products: ['Microsoft Defender for Identity'],
    mergedInto: null,
    provider: { name: 'Microsoft XDR', incidentId: '81' },
  });
});

test.each([
  ['New', undefined, undefined, 'new', 'undetermined', null],
  ['active', 'TruePositive', undefined, 'active', 'undetermined', null],
  ['CLOSED', 'truepositive', 'suspiciousactivity', 'closed', 'truePositive', 'suspiciousActivity'],
  ['Closed', 'FalsePositive', 'InaccurateData', 'closed', 'falsePositive', 'inaccurateData'],
  ['Closed', 'Undetermined', 'InaccurateData', 'closed', 'undetermined', null],
  ['Closed', 'SomethingNew', null, 'closed', 'undetermined', null],
  ['Paused', undefined, undefined, 'active', 'undetermined', null],
])('%s / %s / %s', (status, classification, classificationReason, ours, ourClassification, reason) => {
  const state = read({ status, classification, classificationReason }).state;
  expect(state).toMatchObject({ status: ours, classification: ourClassification, reason, determination: null });
});

test('the owner is whoever any of its fields names, a mail address standing in for a UPN, but for a group', () => {
  const id = '2046feea-040d-4a46-9e2b-91c2941bfa70';
  expect(read({ owner: { objectId: id, email: 'a@b.c', assignedTo: 'Ana', userPrincipalName: null } }).owner).toEqual({
    upn: 'a@b.c',
    objectId: id,
    name: 'Ana',
  });
  expect(read({ owner: { assignedTo: 'SOC', ownerType: 'Group' } }).owner).toEqual({
    upn: null,
    objectId: null,
    name: 'SOC',
  });
  expect(read({ owner: { objectId: id, email: 'soc@b.c', assignedTo: 'SOC', ownerType: 'Group' } }).owner).toEqual({
    upn: null,
    objectId: id,
    name: 'SOC',
  });
  expect(read({ owner: { objectId: '', email: ' ' } }).owner).toBeNull();
  expect(read({ owner: undefined }).owner).toBeNull();
});

test('automatic labels and the mark of a merge are not tags', () => {
  const labels = [
    { labelName: 'vip', labelType: 'User' },
    { labelName: 'auto', labelType: 'AutoAssigned' },
    { labelName: 'Redirected', labelType: 'User' },
    { labelName: 'plain' },
  ];
  expect(read({ labels }).tags).toEqual(['vip', 'plain']);
});

test('a bad item does not lose the page, and one without an etag cannot be written, so it is bad', () => {
  const data = WirePage.parse({
    value: [
      wireIncident(),
      wireIncident({}, { name: 'inc-2', etag: undefined }),
      wireIncident({ labels: 'vip' }, { name: 'inc-3' }),
      { name: 'inc-4' },
      7,
    ],
  });
  const { page, keys } = toPage({ status: 200, data });
  expect(page.observations).toHaveLength(1);
  expect(page.unreadable).toEqual([
    { id: 'inc-2', modifiedAt: '2026-08-01T10:05:00.1234567Z', reason: expect.stringMatching(/^etag: /) },
    { id: 'inc-3', modifiedAt: '2026-08-01T10:05:00.1234567Z', reason: expect.stringMatching(/^properties\.labels: /) },
    { id: 'inc-4', modifiedAt: null, reason: expect.any(String) },
    { id: null, modifiedAt: null, reason: expect.any(String) },
  ]);
  expect(keys.map(({ modifiedAt }) => modifiedAt !== null)).toEqual([true, true, true, false, false]);
});

test('no JSON whatever breaks the reading of a page', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.jsonValue(),
          fc.jsonValue().map((junk) => wireIncident({ owner: junk, status: junk })),
        ),
      ),
      (value) => {
        const { page } = toPage({ status: 200, data: WirePage.parse({ value }) });
        expect(page.observations.length + page.unreadable.length).toBe(value.length);
      },
    ),
  );
});

describe('a PUT', () => {
  const closed = {
    status: 'Closed',
    classification: 'FalsePositive',
    classificationReason: 'InaccurateData',
    classificationComment: 'old',
  };
  const labels = [
    { labelName: 'Auto', labelType: 'AutoAssigned' },
    { labelName: 'ViP', labelType: 'User', extra: 1 },
    { labelName: 'old', labelType: 'User' },
    { labelName: 'redirected', labelType: 'User' },
  ];

  test('holds everything writable as it was read, and nothing that is read-only', () => {
    const owner = { objectId: 'o', email: 'e', assignedTo: 'n', userPrincipalName: 'u', ownerType: 'User' };
    expect(put({}, { ...closed, labels, owner, description: null })).toEqual({
      etag: '"e-1"',
      properties: {
        title: 'Sign-in from an unusual place',
        severity: 'Low',
        ...closed,
        owner,
        labels,
        firstActivityTimeUtc: '2026-08-01T09:00:00Z',
        lastActivityTimeUtc: '2026-08-01T09:30:00Z',
      },
    });
  });

  test('holds what a newer schema may have, so that it is not cleared', () => {
    const newer = { caseId: 'case-7', sharing: { level: 2 } };
    expect(put({ severity: 'high' }, newer).properties).toMatchObject({ severity: 'High', ...newer });
  });

  test('survives being stored as JSON in between', () => {
    const basis: unknown = JSON.parse(JSON.stringify(basisOf(parse({ labels }))));
    expect(toRequest({}, basis as ReturnType<typeof basisOf>)).toEqual(put({}, { labels }));
  });

  test('that reopens has no closure properties left', () => {
    const { properties } = put({ state: openState('active') }, closed);
    expect(properties).toMatchObject({ status: 'Active' });
    expect(Object.keys(properties).filter((key) => key.startsWith('classification'))).toEqual([]);
  });

  test('that closes replaces all closure properties, and undetermined has no reason', () => {
    const undetermined: State = { ...openState('new'), status: 'closed' };
    const { properties } = put({ state: undetermined }, closed);
    expect(properties).toMatchObject({ status: 'Closed', classification: 'Undetermined' });
    expect(properties).not.toHaveProperty('classificationReason');
    expect(properties).not.toHaveProperty('classificationComment');
  });

  test('never carries a reason that its classification does not take', () => {
    const state: State = {
      status: 'closed',
      classification: 'truePositive',
      determination: null,
      reason: 'inaccurateData',
      note: 'x',
    };
    expect(put({ state }).properties).toMatchObject({
      classificationReason: 'SuspiciousActivity',
      classificationComment: 'x',
    });
  });

  test('changes only the labels people set, and keeps the spelling of those that stay', () => {
    expect(put({ tags: ['vip', 'new', 'New'] }, { labels }).properties['labels']).toEqual([
      labels[0],
      labels[1],
      labels[3],
      { labelName: 'new', labelType: 'User' },
    ]);
  });

  test('assigns by object id, and unassigns with the nulls Sentinel itself shows', () => {
    expect(put({ owner: { upn: 'u', objectId: 'o', name: 'n' } }).properties['owner']).toEqual({
      objectId: 'o',
      userPrincipalName: 'u',
      assignedTo: 'n',
    });
    expect(put({ owner: null }).properties['owner']).toEqual({
      objectId: null,
      email: null,
      userPrincipalName: null,
      assignedTo: null,
    });
    expect(() => put({ owner: { upn: 'u', objectId: null, name: null } })).toThrow(/no object id/);
    expect(() => put({ severity: 'unknown' })).toThrow(/unknown severity/);
  });
});

test('a new incident has no etag, a description of legal length, and a severity', () => {
  const fields = { state: openState('new'), severity: 'unknown' as const, owner: null, tags: ['a', 'A'] };
  const draft = {
    title: 't',
    description: 'd'.repeat(6000),
    fields,
    firstActivityAt: null,
    lastActivityAt: '2026-08-01T09:00:00Z',
  };
  const body = toNewRequest(draft);
  expect(body).toEqual({
    properties: {
      title: 't',
      description: 'd'.repeat(5000),
      severity: 'Medium',
      status: 'New',
      labels: [{ labelName: 'a', labelType: 'User' }],
      lastActivityTimeUtc: '2026-08-01T09:00:00Z',
    },
  });
});

test('what is written is what is then read', () => {
  const closedStates = fc.constantFrom(...CLASSIFICATIONS).chain((classification) =>
    fc.record({
      status: fc.constant('closed' as const),
      classification: fc.constant(classification),
      determination: fc.constant(null),
      reason: fc.constantFrom(...(classification === 'undetermined' ? [null] : LEGAL_REASONS[classification])),
      note: fc.string(),
    }),
  );
  const changes = fc.record({
    state: fc.oneof(closedStates, fc.constantFrom(openState('new'), openState('active'))),
    severity: fc.constantFrom(...WRITABLE_SEVERITIES),
    owner: fc.option(fc.record({ upn: fc.emailAddress(), objectId: fc.uuid(), name: fc.constant('Ana') })),
    tags: fc
      .array(fc.string({ minLength: 1 }))
      .map(uniqueTags)
      .map((tags) => tags.filter((tag) => tag.toLowerCase() !== 'redirected')),
  });
  fc.assert(
    fc.property(changes, (change) => {
      expect(read(put(change).properties)).toMatchObject(change);
    }),
  );
});

testExample('the official list is read', 'sentinel/2024-03-01/examples/incidents/GetIncidents.json', (example) => {
  const body = (example as { responses: { 200: { body: unknown } } }).responses[200].body;
  const { page } = toPage({ status: 200, data: WirePage.parse(body) });
  expect(page.unreadable).toEqual([]);
  expect(page.observations[0]?.incident).toMatchObject({
    id: '73e01a99-5cd7-4139-a149-9f2736ff2ab5',
    severity: 'high',
    state: {
      status: 'closed',
      classification: 'falsePositive',
      reason: 'incorrectAlertLogic',
      note: 'Not a malicious activity',
    },
    owner: { upn: 'john@contoso.com', name: 'john doe' },
    commentCount: 3,
  });
});

testExample(
  'the official PUT is what we would send',
  'sentinel/2024-03-01/examples/incidents/CreateIncident.json',
  (example) => {
    const { parameters, responses } = example as {
      parameters: { incident: { properties: object } };
      responses: { 200: { body: unknown } };
    };
    const body = toRequest({}, basisOf(WireIncident.parse(responses[200].body)));
    expect(Object.keys(body.properties)).toEqual(expect.arrayContaining(Object.keys(parameters.incident.properties)));
  },
);
