import { query, startStage, type Stage } from './microsoft-stage.ts';

let stage: Stage;
beforeEach(async () => void (stage = await startStage({ graphSecurityPerMinute: 100_000 })));
afterEach(() => stage.stop());

const list = (parameters: Record<string, string> = {}) =>
  stage.graph('GET', `/v1.0/security/incidents${query(parameters)}`);
const titles = async (parameters: Record<string, string>) =>
  (await list(parameters)).body.value.map((incident: { displayName: string }) => incident.displayName);

function raise(title: string, more: object = {}) {
  stage.advance(60);
  return stage.microsoft.defender.raiseIncident({ title, severity: 'medium', ...more });
}

test('an incident is served with the members seen on the wire, and without its alerts', async () => {
  raise('Ransomware', { alerts: [{ title: 'Alert' }], systemTags: ['Credential Phish'] });
  const { body } = await list();
  expect(body['@odata.context']).toBe('https://graph.microsoft.com/v1.0/$metadata#security/incidents');
  expect(Object.keys(body.value[0])).toEqual(
    'id tenantId status incidentWebUrl redirectIncidentId displayName createdDateTime lastUpdateDateTime assignedTo classification determination severity customTags systemTags description lastModifiedBy resolvingComment summary priorityScore comments'.split(
      ' ',
    ),
  );
  expect(body.value[0]).toMatchObject({
    status: 'active',
    classification: 'unknown',
    determination: 'unknown',
    assignedTo: null,
    lastModifiedBy: 'Microsoft 365 Defender-IncidentCreation',
  });
});

test('the newest come first unless ordered', async () => {
  const old = raise('old');
  raise('new');
  expect(await titles({})).toEqual(['new', 'old']);
  stage.microsoft.defender.edit(old.id, { severity: 'high' }, 'ana.diaz@contoso.example');
  expect(await titles({})).toEqual(['new', 'old']);
  expect(await titles({ $orderby: 'lastUpdateDateTime asc' })).toEqual(['new', 'old']);
  expect(await titles({ $orderby: 'lastUpdateDateTime desc' })).toEqual(['old', 'new']);
  expect(await titles({ $orderby: 'createdDateTime' })).toEqual(['old', 'new']);
});

test('a filter by time is exact to the last of seven digits', async () => {
  const first = stage.microsoft.defender.raiseIncident({ title: 'first', severity: 'low' });
  const second = stage.microsoft.defender.raiseIncident({ title: 'second', severity: 'low' });
  expect(second.lastUpdateDateTime > first.lastUpdateDateTime).toBe(true);
  expect(second.lastUpdateDateTime.slice(0, 23)).toBe(first.lastUpdateDateTime.slice(0, 23));
  expect(await titles({ $filter: `lastUpdateDateTime gt ${first.lastUpdateDateTime}` })).toEqual(['second']);
  expect(
    await titles({ $filter: `lastUpdateDateTime ge ${first.lastUpdateDateTime}`, $orderby: 'lastUpdateDateTime' }),
  ).toEqual(['first', 'second']);
});

test('comparisons are joined by and, or and parentheses', async () => {
  raise('a', { severity: 'high' });
  raise('b', { severity: 'low', assignedTo: "o'hara@contoso.example" });
  raise('c', { severity: 'low' });
  expect(await titles({ $filter: "severity eq 'high' or severity eq 'low' and assignedTo eq null" })).toEqual([
    'c',
    'a',
  ]);
  expect(await titles({ $filter: "(severity eq 'high' or severity eq 'low') and assignedTo eq null" })).toEqual([
    'c',
    'a',
  ]);
  expect(await titles({ $filter: "assignedTo eq 'o''hara@contoso.example'" })).toEqual(['b']);
  expect(await titles({ $filter: "status ne 'redirected' and (severity ne 'low' or assignedTo ne null)" })).toEqual([
    'b',
    'a',
  ]);
});

test.each([
  "displayName eq 'x'",
  "severity eq 'catastrophic'",
  'severity eq high',
  "severity gt 'low'",
  "lastUpdateDateTime ge '2026-01-01T00:00:00Z'",
  'lastUpdateDateTime ge 2026-01-01',
  'lastUpdateDateTime ge 2026-01-01T00:00:00 00:00',
  'lastUpdateDateTime ge 2026-01-01T00:00:00',
  "status eq 'active' and",
  "(status eq 'active'",
  "status eq 'active') ",
  "not status eq 'active'",
  "contains(status, 'a')",
  "status eq 'active",
  "status like 'active'",
  "constructor eq 'x'",
])('the filter %s is refused', async ($filter) => {
  const reply = await list({ $filter });
  expect([reply.status, reply.body.error.code]).toEqual([400, 'BadRequest']);
});

test.each([
  { $top: '0' },
  { $top: 'ten' },
  { $skip: '-1' },
  { $skip: '501' },
  { $orderby: 'severity desc' },
  { $orderby: 'lastUpdateDateTime descending' },
  { $count: 'yes' },
  { $expand: 'comments' },
  { $search: 'x' },
  { $filter: '' },
])('the options %j are refused', async (parameters) => {
  expect((await list(parameters as Record<string, string>)).status).toBe(400);
});

test('more than fifty at once is refused in the documented words', async () => {
  expect((await list({ $top: '100' })).body.error.message).toBe(
    "The query specified in the URI is not valid. The limit of '50' for Top query has been exceeded. The value from the incoming request is '100'.",
  );
});

test('next links carry through until five hundred, and no further', async () => {
  for (let index = 0; index < 620; index += 1)
    stage.microsoft.defender.raiseIncident({ title: String(index), severity: 'low' });
  const seen: string[] = [];
  let reply = await list({ $orderby: 'createdDateTime asc', $filter: "severity eq 'low'" });
  while (reply.status === 200) {
    seen.push(...reply.body.value.map((incident: { displayName: string }) => incident.displayName));
    reply = await stage.graph('GET', reply.body['@odata.nextLink']);
  }
  expect(seen).toEqual(Array.from({ length: 550 }, (_, index) => String(index)));
  expect(reply.body.error.message).toMatch(/limit of '500' for Skip/);
});

test('a next link does not fit another query', async () => {
  raise('a');
  raise('b');
  const { body } = await list({ $top: '1' });
  const changed = body['@odata.nextLink'].replace('%24', '$').replace('$top=1', '$top=2');
  expect((await stage.graph('GET', changed)).status).toBe(400);
});

test('the last page has no next link, and the count counts all matches', async () => {
  raise('a');
  raise('b');
  const { body } = await list({ $top: '1', $count: 'true' });
  expect([body['@odata.count'], body.value.length]).toEqual([2, 1]);
  const last = (await stage.graph('GET', body['@odata.nextLink'])).body;
  expect([last.value.length, last['@odata.nextLink']]).toEqual([1, undefined]);
});

test('alerts come on request, or fail for good where the tenant is too large', async () => {
  const { id } = raise('a', {
    alerts: [{ title: 'Alert', evidence: [{ '@odata.type': '#microsoft.graph.security.urlEvidence', url: 'x' }] }],
  });
  raise('b', { alerts: [{ title: 'Other' }] });
  expect((await list({ $expand: 'alerts' })).body.value[1].alerts).toMatchObject([
    { title: 'Alert', incidentId: id, evidence: [{ url: 'x' }] },
  ]);
  stage.microsoft.graph.behaviour.expandAlertsFails = true;
  expect((await list({ $expand: 'alerts' })).status).toBe(500);
  const alerts = await stage.graph('GET', `/v1.0/security/alerts_v2${query({ $filter: `incidentId eq '${id}'` })}`);
  expect(alerts.body.value).toMatchObject([{ title: 'Alert' }]);
});

test('a partial answer says so and leaves items out', async () => {
  raise('a');
  raise('b');
  stage.microsoft.graph.behaviour.partialLists = 1;
  const partial = await list();
  expect([partial.status, partial.headers.get('Warning'), partial.body.value.length]).toEqual([
    206,
    expect.stringContaining('199'),
    1,
  ]);
  expect((await list()).status).toBe(200);
});

test('awaitingAction is only told to who asked for unknown members', async () => {
  const { id } = raise('a');
  stage.microsoft.defender.force(id, { status: 'awaitingAction' }, 'Defender Experts');
  const path = `/v1.0/security/incidents/${id}`;
  expect((await stage.graph('GET', path)).body.status).toBe('unknownFutureValue');
  const told = await stage.graph('GET', path, undefined, { Prefer: 'include-unknown-enum-members' });
  expect(told.body.status).toBe('awaitingAction');
});

test('ten thousand incidents are read through in one go', async () => {
  for (let index = 0; index < 10_000; index += 1) {
    stage.microsoft.defender.raiseIncident({ title: String(index), severity: 'low' });
  }
  const seen = new Set<string>();
  let from = '2000-01-01T00:00:00Z';
  for (let before = -1; before < seen.size;) {
    before = seen.size;
    const { value } = (await list({ $filter: `lastUpdateDateTime ge ${from}`, $orderby: 'lastUpdateDateTime asc' }))
      .body;
    for (const incident of value) seen.add(incident.id);
    from = value.at(-1).lastUpdateDateTime;
  }
  expect(seen.size).toBe(10_000);
}, 30_000);
