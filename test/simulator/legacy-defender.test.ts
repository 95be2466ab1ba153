import { SAMPLE_INCIDENTS } from '../../src/simulator/graph/sample-incidents.ts';
import { caller, query, startStage, type Call, type Stage } from './microsoft-stage.ts';

const ANA = 'ana.diaz@contoso.example';
const SCOPE = 'https://api.security.microsoft.com/.default';
const LIST = '/api/incidents';
let stage: Stage;
let call: Call;
let id: string;
let path: string;

beforeEach(async () => {
  stage = await startStage();
  call = caller(stage.microsoft.legacyDefender.endpoint, await stage.token(SCOPE));
  id = stage.microsoft.defender.raiseIncident(SAMPLE_INCIDENTS[0]!).id;
  path = `${LIST}/${id}`;
});
afterEach(() => stage.stop());

const ids = (body: { value: { incidentId: number }[] }) => body.value.map(({ incidentId }) => String(incidentId));

test('it is the Defender that Graph shows, under other names', async () => {
  stage.microsoft.defender.comment(id, 'from the portal', ANA);
  const graph = (await stage.graph('GET', `/v1.0/security/incidents/${id}`)).body;
  const { status, body } = await call('GET', path);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    incidentId: Number(id),
    redirectIncidentId: null,
    incidentName: graph.displayName,
    createdTime: graph.createdDateTime,
    lastUpdateTime: graph.lastUpdateDateTime,
    assignedTo: null,
    classification: 'Unknown',
    determination: 'NotAvailable',
    status: 'Active',
    severity: 'High',
    tags: ['Finance'],
    comments: [{ comment: 'from the portal', createdBy: ANA, createdTime: expect.any(String) }],
  });
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['description']));
});

test('alerts with their devices and entities come with every incident, every key of an entity included', async () => {
  const [incident] = (await call('GET', LIST)).body.value;
  expect(incident.alerts.map((alert: { incidentId: number }) => alert.incidentId)).toEqual([Number(id), Number(id)]);
  expect(incident.alerts[0].devices[0]).toMatchObject({
    deviceDnsName: 'fin-laptop-07.contoso.example',
    riskScore: 'High',
  });
  const types = incident.alerts[0].entities.map((entity: { entityType: string }) => entity.entityType);
  expect(types).toEqual(['User', 'Process', 'File']);
  expect(incident.alerts[0].entities[0]).toMatchObject({ accountName: 'mira.sorensen', ipAddress: null, url: null });
});

test('a list holds a hundred at most and names no next', async () => {
  for (let n = 0; n < 120; n += 1) stage.microsoft.defender.raiseIncident({ title: `${n}`, severity: 'low' });
  const { body } = await call('GET', LIST);
  expect(body.value).toHaveLength(100);
  expect(Object.keys(body)).toEqual(['@odata.context', 'value']);
  const rest = await call('GET', `${LIST}${query({ $skip: '100', $top: '100' })}`);
  expect(new Set([...ids(body), ...ids(rest.body)]).size).toBe(121);
});

test('a list is filtered by times, status and owner', async () => {
  const { defender } = stage.microsoft;
  const other = defender.raiseIncident({ title: 'other', severity: 'low', assignedTo: ANA }).id;
  defender.edit(other, { status: 'inProgress' }, ANA);
  const { createdTime, lastUpdateTime } = (await call('GET', `${LIST}/${other}`)).body;
  for (const $filter of [
    `lastUpdateTime ge ${lastUpdateTime}`,
    `createdTime eq ${createdTime}`,
    `createdTime gt 2020-01-01T00:00:00Z and status eq 'InProgress'`,
    `assignedTo eq '${ANA}'`,
    `status ne 'Active'`,
  ]) {
    expect([$filter, ids((await call('GET', LIST + query({ $filter }))).body)]).toEqual([$filter, [other]]);
  }
});

test.each<[string, Record<string, string>]>([
  ['an order', { $orderby: 'lastUpdateTime asc' }],
  ['fewer properties', { $select: 'incidentId' }],
  ['no alerts', { $expand: 'alerts' }],
  ['a count', { $count: 'true' }],
  ['more than a hundred', { $top: '101' }],
  ['a severity', { $filter: "severity eq 'High'" }],
  ['a status as Graph spells it', { $filter: "status eq 'active'" }],
  ['a quoted time', { $filter: "createdTime ge '2020-01-01T00:00:00Z'" }],
  ['a name of Graph', { $filter: 'lastUpdateDateTime ge 2020-01-01T00:00:00Z' }],
])('a list cannot be asked for %s', async (_what, parameters) => {
  const { status, body } = await call('GET', LIST + query(parameters));
  expect([status, body.error.code]).toEqual([400, 'ODataError']);
  expect(body.error.target).toMatch(/^[0-9a-f-]{36}$/);
});

test('the order of a list is what the tests make it', async () => {
  const { defender, legacyDefender } = stage.microsoft;
  const raised = [
    id,
    ...['a', 'b', 'c', 'd', 'e'].map((title) => defender.raiseIncident({ title, severity: 'low' }).id),
  ];
  defender.edit(raised[2]!, { severity: 'high' }, ANA);
  const listed = async () => ids((await call('GET', LIST)).body);
  expect(await listed()).toEqual(raised.toReversed());
  legacyDefender.behaviour.listOrder = 'updated';
  expect((await listed())[0]).toBe(raised[2]);
  legacyDefender.behaviour.listOrder = 'none';
  expect((await listed()).toSorted()).toEqual(raised.toSorted());
});

test('a PATCH changes what it names, appends its comment and answers the whole incident', async () => {
  await call('PATCH', path, { comment: 'first' });
  const { status, body } = await call('PATCH', path, {
    status: 'Resolved',
    assignedTo: ANA,
    classification: 'TruePositive',
    determination: 'Malware',
    tags: ['VIP'],
    comment: 'second',
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    incidentId: Number(id),
    status: 'Resolved',
    assignedTo: ANA,
    classification: 'TruePositive',
    determination: 'Malware',
    severity: 'High',
    tags: ['VIP'],
    comments: [
      { comment: 'first', createdBy: 'Dragoman' },
      { comment: 'second', createdBy: 'Dragoman' },
    ],
  });
  expect(stage.microsoft.defender.get(id)).toMatchObject({ status: 'resolved', lastModifiedBy: 'Dragoman' });
  expect((await call('PATCH', path, { assignedTo: '' })).body.assignedTo).toBeNull();
});

test.each<[string, unknown]>([
  ['a severity', { severity: 'Low' }],
  ['a key in other letters', { Status: 'Active' }],
  ['a value in other letters', { status: 'active' }],
  ['a comment list', { comments: ['x'] }],
  ['a closing note', { resolvingComment: 'x' }],
  ['a merge', { status: 'Redirected' }],
  ['null for nobody', { assignedTo: null }],
  ['text for a list', { tags: 'VIP' }],
  ['an empty comment', { comment: '' }],
  ['a name from another page', { classification: 'TruePositive', determination: 'CompromisedUser' }],
  ['a pair that does not go together', { classification: 'FalsePositive', determination: 'Malware' }],
  ['a determination without its classification', { determination: 'Malware' }],
  ['nothing', {}],
  ['a list', []],
  ['no JSON', '{"status":'],
])('%s is refused without a word on what was wrong, and changes nothing', async (_what, body) => {
  const before = (await call('GET', path)).body;
  const reply = await call('PATCH', path, body);
  expect([reply.status, reply.body.error]).toEqual([
    400,
    { code: 'InvalidRequestBody', message: 'Request body is incorrect', target: expect.any(String) },
  ]);
  expect((await call('GET', path)).body).toEqual(before);
});

test('where documents disagree, the tests choose', async () => {
  const { behaviour } = stage.microsoft.legacyDefender;
  const status = async (body: object) => (await call('PATCH', path, body)).status;
  expect(await status({ classification: 'Unknown', determination: 'NotAvailable' })).toBe(200);
  behaviour.takesUnknown = false;
  expect(await status({ classification: 'Unknown', determination: 'NotAvailable' })).toBe(400);
  behaviour.determinations = 'resourcePage';
  expect(await status({ classification: 'TruePositive', determination: 'CompromisedUser' })).toBe(200);
  expect(await status({ classification: 'TruePositive', determination: 'CompromisedAccount' })).toBe(400);
  behaviour.determinesTruePositivesOnly = true;
  expect(await status({ classification: 'FalsePositive', determination: 'Clean' })).toBe(400);
  expect(await status({ classification: 'FalsePositive' })).toBe(200);
});

test('a merged incident names its survivor as a number and takes no change', async () => {
  const { defender } = stage.microsoft;
  const target = defender.raiseIncident({ title: 'survivor', severity: 'high' }).id;
  defender.merge(id, target);
  expect((await call('GET', path)).body).toMatchObject({ status: 'Redirected', redirectIncidentId: Number(target) });
  expect((await call('PATCH', path, { tags: [] })).status).toBe(400);
});

test('what is not there is said not to be there', async () => {
  expect((await call('GET', `${LIST}/999999`)).body.error.code).toBe('ResourceNotFound');
  expect((await call('PATCH', `${LIST}/999999`, { tags: [] })).status).toBe(404);
  expect((await call('GET', `${LIST}/x`)).body.error.code).toBe('InvalidInput');
  expect((await call('GET', '/api/alerts')).status).toBe(404);
  expect((await call('POST', LIST, {})).status).toBe(405);
  expect((await call('DELETE', path)).status).toBe(405);
});

test('a token of Graph is none here, and a reader may not write', async () => {
  const { endpoint } = stage.microsoft.legacyDefender;
  const stranger = caller(endpoint, await stage.token('https://graph.microsoft.com/.default'));
  expect((await stranger('GET', path)).body.error.code).toBe('Unauthorized');
  stage.microsoft.apps.azure.defenderRoles = ['Incident.Read.All'];
  const reader = caller(endpoint, await stage.token(SCOPE));
  expect((await reader('GET', path)).status).toBe(200);
  expect((await reader('PATCH', path, { tags: [] })).status).toBe(403);
  stage.microsoft.apps.azure.defenderRoles = [];
  const nobody = caller(endpoint, await stage.token(SCOPE));
  expect((await nobody('GET', LIST)).status).toBe(403);
});

test('fifty lists and updates a minute, a hundred readings; the body alone says how long to wait', async () => {
  for (let n = 0; n < 25; n += 1) {
    expect((await call('GET', `${LIST}?$top=1`)).status).toBe(200);
    expect((await call('PATCH', path, { tags: [`${n}`] })).status).toBe(200);
  }
  const refused = await call('GET', LIST);
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, null]);
  expect(refused.body.error.message).toContain('60 seconds');
  for (let n = 0; n < 100; n += 1) expect((await call('GET', path)).status).toBe(200);
  expect((await call('GET', path)).status).toBe(429);
  stage.advance(60);
  expect((await call('GET', LIST)).status).toBe(200);
});

test('it is named in the environment only when it is asked for', async () => {
  const { DEFENDER_API, DEFENDER_ENDPOINT } = stage.microsoft.environment();
  expect([DEFENDER_API, DEFENDER_ENDPOINT]).toEqual([undefined, undefined]);
  const other = await startStage({ defenderApi: 'legacy' });
  expect(other.microsoft.environment()).toMatchObject({
    DEFENDER_API: 'legacy',
    DEFENDER_ENDPOINT: other.microsoft.legacyDefender.endpoint,
  });
  await other.stop();
});
