import { caller, query, startStage, type Stage } from './microsoft-stage.ts';

let stage: Stage;
beforeEach(async () => void (stage = await startStage()));
afterEach(() => stage.stop());

async function permissions(more = '', version = 'api-version=2022-04-01') {
  const { arm } = stage.microsoft;
  const workspace = arm.scope.replace('/providers/Microsoft.SecurityInsights', '');
  const call = caller(`${arm.endpoint}${workspace}`, await stage.token('https://management.azure.com/.default'));
  return call('GET', `/providers/microsoft.authorization/permissions${more}?${version}`);
}

test.each([
  ['Reader', 'Microsoft.SecurityInsights/*/read', false],
  ['Responder', 'Microsoft.SecurityInsights/incidents/*', true],
  ['Contributor', 'Microsoft.SecurityInsights/*', true],
] as const)('a %s is told what the role allows', async (role, action, writes) => {
  stage.microsoft.apps.azure.sentinelRole = role;
  const { status, body } = await permissions();
  expect([status, body.value.length]).toEqual([200, 1]);
  expect(body.value[0].actions).toContain(action);
  expect(body.value[0].actions.some((one: string) => /Insights\/(incidents\/)?\*$/.test(one))).toBe(writes);
});

test('without a role not even that is told', async () => {
  stage.microsoft.apps.azure.sentinelRole = null;
  expect((await permissions()).body.error.code).toBe('AuthorizationFailed');
});

test('other versions, paths and methods are refused', async () => {
  expect((await permissions('', 'api-version=2025-09-01')).status).toBe(400);
  expect((await permissions('', 'x=1')).status).toBe(400);
  expect((await permissions('/1')).status).toBe(404);
});

const application = (appId: string, more = '') => `/v1.0/applications(appId='${appId}')${more}`;

test('an application is shown to who may read applications, its secrets by their first three characters', async () => {
  const { apps, graph } = stage.microsoft;
  apps.bot.secrets = [{ value: 'xyz-secret', expiresAt: new Date('2026-09-01T00:00:00Z') }];
  const path = application(apps.bot.clientId, query({ $select: 'appId,passwordCredentials' }));
  expect((await stage.graph('GET', path)).status).toBe(403);
  apps.azure.graphRoles.push('Application.Read.All');
  const call = caller(graph.endpoint, await stage.token('https://graph.microsoft.com/.default'));
  const { body } = await call('GET', path);
  expect(body).toMatchObject({
    appId: apps.bot.clientId,
    passwordCredentials: [{ hint: 'xyz', secretText: null, endDateTime: '2026-09-01T00:00:00.000Z' }],
  });
  expect(JSON.stringify(body)).not.toContain('xyz-');
  expect((await call('GET', application('00000000-0000-4000-8000-000000000000'))).status).toBe(404);
  expect((await call('GET', application(apps.bot.clientId, query({ $select: 'secrets' })))).status).toBe(400);
  expect((await call('GET', '/v1.0/applications')).status).toBe(400);
  expect((await call('DELETE', application(apps.bot.clientId))).status).toBe(400);
});

test('a service’s clock can be set apart from this machine’s', async () => {
  stage.microsoft.graph.faults.apply({ clockAheadSeconds: 600 });
  const { headers } = await stage.graph('GET', '/v1.0/users');
  const aheadMs = Date.parse(headers.get('date') ?? '') - Date.now();
  expect(Math.round(aheadMs / 60_000)).toBe(10);
});
