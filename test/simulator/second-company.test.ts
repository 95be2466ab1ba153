import { WATCHER } from '../../src/simulator/fabrikam.ts';
import type { Place } from '../../src/simulator/microsoft.ts';
import { caller, startStage, type Call, type Stage } from './microsoft-stage.ts';

let stage: Stage;
let fabrikam: Place;
/** With the second company's credential, in either tenant. */
let graph: Call;
let arm: (tenantId: string, workspace: string) => Promise<Call>;
beforeAll(async () => {
  stage = await startStage({ fabrikam: true });
  fabrikam = stage.microsoft.fabrikam!;
  const { DEFENDER_TENANT_ID } = fabrikam.connection();
  const app = { clientId: WATCHER.clientId, secret: WATCHER.secret };
  const { microsoft } = stage;
  graph = caller(
    microsoft.graph.endpoint,
    await stage.token('https://graph.microsoft.com/.default', app, DEFENDER_TENANT_ID),
  );
  arm = async (tenantId, workspace) => {
    const base = microsoft.arm.endpoint + microsoft.arm.scope.replace('law-sentinel', workspace);
    return caller(base, await stage.token('https://management.azure.com/.default', app, tenantId));
  };
}, 30_000);
afterAll(() => stage.stop());

test('two tenants with Defender number their incidents alike, and each token sees its own', async () => {
  const [ours, theirs] = [stage.microsoft.defender, fabrikam.defender].map((portal, at) =>
    portal.raiseIncident({ title: `Incident ${at}`, severity: 'high' }),
  );
  expect(theirs?.['id']).toBe(ours?.['id']);
  const path = `/v1.0/security/incidents/${String(ours?.['id'])}`;
  expect((await stage.graph('GET', path)).body).toMatchObject({ displayName: 'Incident 0' });
  expect((await graph('GET', path)).body).toMatchObject({ displayName: 'Incident 1' });
});

test('a workspace beside the first has incidents of its own, and asks for a token of its subscription’s tenant', async () => {
  const made = fabrikam.sentinel.createIncident({ title: 'Theirs', severity: 'Low' });
  const path = `/incidents/${made.name}?api-version=2025-09-01`;
  const theirs = await arm(stage.microsoft.tenantId, 'law-fabrikam');
  expect((await theirs('GET', path)).body).toMatchObject({ properties: { title: 'Theirs' } });
  expect((await stage.arm('GET', `/incidents/${made.name}`)).status).toBe(404);
  const elsewhere = await arm(fabrikam.connection()['DEFENDER_TENANT_ID']!, 'law-fabrikam');
  expect(await elsewhere('GET', path)).toMatchObject({
    status: 401,
    body: { error: { code: 'InvalidAuthenticationTokenTenant' } },
  });
});
