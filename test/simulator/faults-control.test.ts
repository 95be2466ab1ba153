import { controlRoutes } from '../../src/simulator/control.ts';
import { serve, type Served } from '../../src/simulator/server.ts';
import { SAMPLE_INCIDENTS } from '../../src/simulator/graph/sample-incidents.ts';
import { caller, startStage, type Call, type Stage } from './microsoft-stage.ts';

const ANA = 'ana.diaz@contoso.example';
let stage: Stage;
let server: Served;
let control: Call;

beforeAll(async () => {
  stage = await startStage();
  server = await serve({ name: 'control', tls: stage.microsoft.tls, handler: controlRoutes(stage.microsoft) });
  control = caller(`${server.url}/control`, 'none');
});

afterAll(async () => {
  await server.stop();
  await stage.stop();
});

test('every sample incident can be raised over HTTP and read through Graph', async () => {
  for (const sample of SAMPLE_INCIDENTS) {
    const raised = await control('POST', '/defender/incidents', sample);
    expect(raised.status).toBe(201);
    const read = await stage.graph('GET', `/v1.0/security/incidents/${raised.body.id}?$expand=alerts`);
    expect(read.body).toMatchObject({
      displayName: sample.title,
      alerts: sample.alerts!.map(({ title }) => ({ title })),
    });
  }
  expect((await control('GET', '/defender/incidents')).body).toHaveLength(SAMPLE_INCIDENTS.length);
});

test("Defender's hands edit, comment and merge", async () => {
  const [one, two] = [
    await control('POST', '/defender/incidents', { title: 'one', severity: 'low' }),
    await control('POST', '/defender/incidents', { title: 'two', severity: 'low' }),
  ];
  const path = `/defender/incidents/${one.body.id}`;
  expect((await control('PATCH', path, { by: ANA, changes: { status: 'resolved' } })).body).toMatchObject({
    status: 'resolved',
    lastModifiedBy: ANA,
  });
  expect((await control('POST', `${path}/comments`, { by: ANA, text: 'done' })).body.comments).toMatchObject([
    { comment: 'done', createdByDisplayName: ANA },
  ]);
  expect((await control('POST', `${path}/merge`, { into: two.body.id })).body.id).toBe(two.body.id);
  expect((await control('GET', path)).body).toMatchObject({ status: 'redirected', redirectIncidentId: two.body.id });
});

test("Sentinel's hands create, edit, comment and remove", async () => {
  const created = await control('POST', '/sentinel/incidents', { title: 'own', severity: 'Low' });
  const path = `/sentinel/incidents/${created.body.name}`;
  expect((await control('PATCH', path, { by: ANA, changes: { severity: 'High' } })).body.properties.severity).toBe(
    'High',
  );
  const comment = await control('POST', `${path}/comments`, { by: ANA, text: 'x' });
  expect(
    (await control('PATCH', `${path}/comments/${comment.body.name}`, { by: ANA, text: 'y' })).body.properties.message,
  ).toBe('y');
  expect((await control('GET', `${path}/comments`)).body).toHaveLength(1);
  expect((await control('DELETE', path)).status).toBe(204);
  expect((await control('GET', path)).status).toBe(400);
});

test('faults are set, shown and lifted per service', async () => {
  const set = await control('PUT', '/faults/graph', { down: true });
  expect(set.body).toMatchObject({ down: true, armed: [] });
  const down = await stage.graph('GET', '/v1.0/users');
  expect([down.status, down.body.error.code]).toEqual([503, 'ServiceUnavailable']);
  expect((await stage.arm('GET', '/incidents')).status).toBe(200);
  expect((await control('DELETE', '/faults/graph')).body.down).toBe(false);
  expect((await stage.graph('GET', '/v1.0/users')).status).toBe(200);
});

test.each([
  ['POST', '/defender/incidents', { title: 'x' }, 400],
  ['POST', '/defender/incidents', { title: 'x', severity: 'low', createdDateTime: 'yesterday' }, 400],
  ['PATCH', '/defender/incidents/1', { by: ANA, changes: {} }, 400],
  ['PUT', '/faults/graph', { latency: 5 }, 400],
  ['PUT', '/faults/teams', {}, 404],
  ['GET', '/nothing', undefined, 404],
])('%s %s with %j is answered %i', async (method, path, body, status) => {
  expect((await control(method, path, body)).status).toBe(status);
});
