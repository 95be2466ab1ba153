import { createTopologyPort } from '../../src/sentinel/topology/create-topology-port.ts';
import { CLOUDS } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { createRequestPipeline } from '../../src/azure/pipeline.ts';
import { controlRoutes } from '../../src/simulator/control.ts';
import { serve, type Served } from '../../src/simulator/server.ts';
import { chooseMode } from '../../src/sync/topology/choose-mode.ts';
import { nameDuplicates } from '../../src/sync/topology/name-duplicates.ts';
import { caller, query, startStage, type Call, type Stage } from './microsoft-stage.ts';

let stage: Stage;
let server: Served;
let control: Call;

beforeEach(async () => {
  stage = await startStage();
  server = await serve({ name: 'control', tls: stage.microsoft.tls, handler: controlRoutes(stage.microsoft) });
  control = caller(`${server.url}/control`, 'none');
});
afterEach(async () => {
  await server.stop();
  await stage.stop();
});

const PREVIEW = 'api-version=2025-07-01-preview';
const xdr = (tenantId: string, state = 'Enabled') => ({
  name: 'xdr',
  kind: 'MicrosoftThreatProtection',
  properties: { tenantId, dataTypes: { incidents: { state } } },
});
const rule = {
  name: 'r',
  kind: 'MicrosoftSecurityIncidentCreation',
  properties: { displayName: 'Cloud Apps', enabled: true, productFilter: 'Microsoft Cloud App Security' },
};

test('the XDR connector is served to preview versions only, as if it were not there to the others', async () => {
  expect((await control('POST', '/sentinel/dataConnectors', xdr(stage.microsoft.tenantId))).status).toBe(201);
  const preview = await stage.arm('GET', `/dataConnectors?${PREVIEW}`);
  expect(preview.body.value).toMatchObject([
    { name: 'xdr', kind: 'MicrosoftThreatProtection', type: 'Microsoft.SecurityInsights/dataConnectors' },
  ]);
  expect((await stage.arm('GET', '/dataConnectors')).body.value).toEqual([]);
  expect((await stage.arm('GET', '/dataConnectors/xdr')).status).toBe(404);
  expect((await stage.arm('GET', `/dataConnectors/XDR?${PREVIEW}`)).status).toBe(200);
});

test.each([
  ['/sentinel/dataConnectors', { name: 'x', kind: 'Unheard', properties: {} }],
  ['/sentinel/dataConnectors', { ...xdr('not a guid') }],
  ['/sentinel/dataConnectors', { name: 'x', kind: 'OfficeATP', properties: { dataTypes: {} } }],
  ['/sentinel/alertRules', { ...rule, properties: { ...rule.properties, productFilter: 'Excel' } }],
  ['/sentinel/alertRules', { ...rule, more: 1 }],
])('what no portal could set up is refused at %s (%#)', async (path, body) => {
  expect((await control('POST', path, body)).status).toBe(400);
  expect((await control('GET', path)).body).toEqual([]);
});

test('settings are listed, replaced and taken away', async () => {
  await control('POST', '/sentinel/alertRules', rule);
  await control('POST', '/sentinel/alertRules', { ...rule, properties: { ...rule.properties, enabled: false } });
  expect((await control('GET', '/sentinel/alertRules')).body).toMatchObject([{ properties: { enabled: false } }]);
  expect((await control('DELETE', '/sentinel/alertRules/r')).status).toBe(204);
  expect((await control('DELETE', '/sentinel/alertRules/r')).status).toBe(404);
  expect((await control('PUT', '/sentinel/alertRules', rule)).status).toBe(404);
  expect((await control('GET', '/sentinel/alertRules')).body).toEqual([]);
});

test('long lists come in pages, and take no wishes', async () => {
  stage.microsoft.arm.settings.pageSize = 2;
  for (const name of ['a', 'b', 'c']) await control('POST', '/sentinel/alertRules', { ...rule, name });
  const first = (await stage.arm('GET', '/alertRules')).body;
  const second = (await stage.arm('GET', first.nextLink)).body;
  expect([first.value.length, second.value.length, second.nextLink]).toEqual([2, 1, undefined]);
  for (const wish of [{ $top: '5' }, { $filter: 'enabled eq true' }])
    expect((await stage.arm('GET', `/alertRules${query(wish)}`)).status).toBe(400);
});

describe('the topology port against these services', () => {
  function port() {
    const { microsoft } = stage;
    const { clientId, secrets } = microsoft.apps.azure;
    return createTopologyPort({
      endpoint: microsoft.arm.endpoint,
      workspace: microsoft.workspace,
      pipeline: createRequestPipeline({
        credential: createCredential({
          tenantId: microsoft.tenantId,
          clientId,
          clientSecret: secrets[0]!.value,
          authorityHost: microsoft.entra.authorityHost,
          disableInstanceDiscovery: true,
        }),
        scope: CLOUDS.public.scopes.arm,
        version: '0.0.0',
        requestTimeoutSeconds: 10,
        logger: { debug: () => {}, warn: () => {} },
      }),
      tenants: { defender: microsoft.tenantId, sentinel: microsoft.tenantId },
      clock: { now: () => new Date('2026-03-01T09:00:00Z'), after: () => () => {} },
    });
  }

  test('sees nothing set up, then the connector, then only the incidents it made', async () => {
    const { microsoft } = stage;
    expect(chooseMode(await port().look()).mode).toBe('bridge');
    microsoft.arm.settings.put('dataConnectors', {
      name: 'xdr',
      kind: 'MicrosoftThreatProtection',
      properties: { tenantId: microsoft.tenantId, dataTypes: { incidents: { state: 'Enabled' } } },
    });
    expect(chooseMode(await port().look()).mode).toBe('native');
    microsoft.arm.settings.remove('dataConnectors', 'xdr');
    const incident = { title: 'Theirs', severity: 'High', providerName: 'Microsoft XDR', providerIncidentId: '81' };
    microsoft.sentinel.createIncident({ ...incident, createdTimeUtc: '2026-02-20T00:00:00Z' });
    expect(chooseMode(await port().look()).mode).toBe('bridge');
    microsoft.sentinel.createIncident(incident);
    expect(chooseMode(await port().look()).mode).toBe('native');
  });

  test('reads all pages, and is left in the dark without a role', async () => {
    stage.microsoft.arm.settings.pageSize = 1;
    for (const name of ['a', 'b', 'c']) await control('POST', '/sentinel/alertRules', { ...rule, name });
    expect(nameDuplicates(await port().look())).toHaveLength(3);
    stage.microsoft.apps.azure.sentinelRole = null;
    const facts = await port().look();
    expect(chooseMode(facts).mode).toBe('observe');
    expect(facts.connectors).toMatchObject({ known: false, reason: expect.stringContaining('AuthorizationFailed') });
  });
});
