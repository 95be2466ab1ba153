import { caller, startStage, type Stage } from './microsoft-stage.ts';
import { SAMPLE_INCIDENTS } from '../../src/simulator/graph/sample-incidents.ts';

const ANA = 'ana.diaz@contoso.example';
const COMMENT = 'microsoft.graph.security.alertComment';
let stage: Stage;
let id: string;
let path: string;

beforeEach(async () => {
  stage = await startStage();
  id = stage.microsoft.defender.raiseIncident(SAMPLE_INCIDENTS[0]!).id;
  path = `/v1.0/security/incidents/${id}`;
});
afterEach(() => stage.stop());

test('a PATCH answers the whole incident, changed by the app just now', async () => {
  const before = (await stage.graph('GET', path)).body;
  const reply = await stage.graph('PATCH', path, {
    status: 'resolved',
    classification: 'truePositive',
    determination: 'phishing',
    customTags: ['VIP'],
  });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({
    id,
    status: 'resolved',
    classification: 'truePositive',
    determination: 'phishing',
    customTags: ['VIP'],
    lastModifiedBy: 'Dragoman',
  });
  expect(reply.body.lastUpdateDateTime > before.lastUpdateDateTime).toBe(true);
  expect((await stage.graph('GET', path)).body).toEqual(reply.body);
});

test('the last write wins and what is left out stays', async () => {
  await stage.graph('PATCH', path, { assignedTo: ANA, severity: 'low' });
  await stage.graph('PATCH', path, { severity: 'medium' });
  expect((await stage.graph('GET', path)).body).toMatchObject({
    assignedTo: ANA,
    severity: 'medium',
    customTags: ['Finance'],
  });
});

test('a new classification drops a determination that does not go with it', async () => {
  await stage.graph('PATCH', path, { classification: 'truePositive', determination: 'phishing' });
  const reply = await stage.graph('PATCH', path, { classification: 'falsePositive' });
  expect(reply.body).toMatchObject({ classification: 'falsePositive', determination: 'unknown' });
});

test.each([
  ['an unknown property', { priority: 1 }, 'priority'],
  ['a read-only property', { systemTags: [] }, 'systemTags'],
  ['comments', { comments: [] }, 'comments'],
  ['a number for text', { displayName: 5 }, 'displayName'],
  ['text for a list', { customTags: 'VIP' }, 'customTags'],
  ['an unknown severity', { severity: 'High' }, 'severity'],
  ['an old spelling', { classification: 'truePositive', determination: 'compromisedUser' }, 'determination'],
  ['a pair that does not go together', { classification: 'falsePositive', determination: 'malware' }, 'determination'],
  ['a determination without its classification', { determination: 'malware' }, 'determination'],
  ['the status of a merged incident', { status: 'redirected' }, 'status'],
  ['the status of the experts', { status: 'awaitingAction' }, 'status'],
])('%s is refused by name and changes nothing', async (_what, body, name) => {
  const before = (await stage.graph('GET', path)).body;
  const reply = await stage.graph('PATCH', path, { summary: 'x', ...body });
  expect([reply.status, reply.body.error.code]).toEqual([400, 'BadRequest']);
  expect(reply.body.error.message).toContain(`'${name}'`);
  expect((await stage.graph('GET', path)).body).toEqual(before);
});

test.each(['{"status":', '[]', '"x"', '{}'])('the body %s is refused', async (body) => {
  expect((await stage.graph('PATCH', path, body)).status).toBe(400);
});

test('a tenant can take fewer properties than documented', async () => {
  stage.microsoft.graph.behaviour.patchRefuses = new Set(['severity', 'inProgress']);
  expect((await stage.graph('PATCH', path, { severity: 'low' })).body.error.message).toContain("'severity'");
  expect((await stage.graph('PATCH', path, { status: 'inProgress' })).body.error.message).toContain("'status'");
  expect((await stage.graph('PATCH', path, { status: 'resolved' })).status).toBe(200);
});

test('a comment is appended and all of them are answered, none with an id', async () => {
  stage.microsoft.defender.comment(id, 'from the portal', ANA);
  const reply = await stage.graph('POST', `${path}/comments`, { '@odata.type': COMMENT, comment: 'from chat' });
  expect(reply.status).toBe(200);
  expect(reply.body.value).toEqual([
    { comment: 'from the portal', createdByDisplayName: ANA, createdDateTime: expect.any(String) },
    { comment: 'from chat', createdByDisplayName: 'Dragoman', createdDateTime: expect.any(String) },
  ]);
  expect((await stage.graph('GET', path)).body.lastModifiedBy).toBe('Dragoman');
});

test.each([
  { comment: 'no type' },
  { '@odata.type': '#microsoft.graph.security.incident', comment: 'x' },
  { '@odata.type': COMMENT, comment: '  ' },
  { '@odata.type': COMMENT, comment: 'x'.repeat(30_001) },
  { '@odata.type': COMMENT, comment: 'x', author: 'me' },
])('a malformed comment is refused (%#)', async (body) => {
  expect((await stage.graph('POST', `${path}/comments`, body)).status).toBe(400);
  expect((await stage.graph('GET', path)).body.comments).toEqual([]);
});

test('merging moves alerts and tags, leaves comments behind and closes the source to changes', async () => {
  const { defender } = stage.microsoft;
  const target = defender.raiseIncident({ title: 'survivor', severity: 'high', customTags: ['VIP'] });
  defender.comment(id, 'stays', ANA);
  defender.merge(id, target.id);
  const source = (await stage.graph('GET', `${path}?$expand=alerts`)).body;
  expect(source).toMatchObject({
    status: 'redirected',
    redirectIncidentId: target.id,
    customTags: [],
    alerts: [],
    comments: [{ comment: 'stays' }],
  });
  const survivor = (await stage.graph('GET', `/v1.0/security/incidents/${target.id}?$expand=alerts`)).body;
  expect(survivor).toMatchObject({ customTags: ['VIP', 'Finance'], comments: [] });
  expect(survivor.alerts.map((alert: { incidentId: string }) => alert.incidentId)).toEqual([target.id, target.id]);
  expect((await stage.graph('PATCH', path, { severity: 'low' })).status).toBe(400);
  expect(() => defender.merge(target.id, id)).toThrow(/was merged into/);
});

test('there is no creating, deleting or replacing', async () => {
  expect((await stage.graph('POST', '/v1.0/security/incidents', {})).status).toBe(400);
  expect((await stage.graph('DELETE', path)).status).toBe(400);
  expect((await stage.graph('PUT', path, {})).status).toBe(400);
  expect((await stage.graph('GET', '/v1.0/security/incidents/1')).body.error.code).toBe('NotFound');
  expect((await stage.graph('GET', '/beta/security/incidents')).status).toBe(400);
});

test('a reader may not write', async () => {
  stage.microsoft.apps.azure.graphRoles = ['SecurityIncident.Read.All'];
  const call = caller(stage.microsoft.graph.endpoint, await stage.token('https://graph.microsoft.com/.default'));
  expect((await call('GET', path)).status).toBe(200);
  expect((await call('PATCH', path, { severity: 'low' })).status).toBe(403);
  expect((await call('POST', `${path}/comments`, { '@odata.type': COMMENT, comment: 'x' })).status).toBe(403);
});

test('the security API takes 150 requests in any minute; people look-ups do not count', async () => {
  for (let request = 0; request < 150; request += 1) expect((await stage.graph('GET', path)).status).toBe(200);
  const refused = await stage.graph('GET', path);
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60']);
  expect((await stage.graph('GET', '/v1.0/users')).status).toBe(200);
  stage.advance(60);
  expect((await stage.graph('GET', path)).status).toBe(200);
});
