import { createTopologyPort } from '../../src/sentinel/topology/create-topology-port.ts';
import { toConnectors, toIncidentRules } from '../../src/sentinel/topology/to-facts.ts';
import { createTrafficMeter } from '../../src/sync/ports/traffic.ts';
import { testExample } from '../azure/official-examples.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';
import { HOME } from '../support/topology-facts.ts';

const base =
  '/subscriptions/sub/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/ws/providers/Microsoft.SecurityInsights';
const connectors = `${base}/dataConnectors?api-version=2025-07-01-preview`;
const rules = `${base}/alertRules?api-version=2025-09-01`;
const incidents =
  `${base}/incidents?api-version=2025-09-01&$filter=properties/createdTimeUtc ge 2026-02-27T08:00:00.000Z` +
  '&$orderby=properties/createdTimeUtc desc&$top=100';

const item = (kind: string, properties: unknown, name = 'c') => ({ id: 'x', name, kind, properties });
const state = (word: string) => ({ state: word });
const xdr = item('MicrosoftThreatProtection', {
  tenantId: HOME.toUpperCase(),
  dataTypes: { incidents: state('Enabled'), alerts: state('Disabled') },
});
const made = (providerName: string | null, id: unknown, url?: string) => ({
  name: 'i',
  properties: { providerName, providerIncidentId: id, additionalData: { providerIncidentUrl: url } },
});

/** Answers by collection, each in its own order: the three lists are asked for at once. */
function look(answers: { connectors?: Exchange[]; rules?: Exchange[]; incidents?: Exchange[] }) {
  const nothing: Exchange = { method: 'GET', target: '', json: { value: [] } };
  const play = (target: string, given: Exchange[] = [nothing]) =>
    given.map((exchange, index) => (index === 0 ? { ...exchange, target } : exchange));
  const script = [
    ...play(connectors, answers.connectors).slice(0, 1),
    ...play(rules, answers.rules).slice(0, 1),
    ...play(incidents, answers.incidents).slice(0, 1),
    ...(answers.connectors ?? []).slice(1),
    ...(answers.rules ?? []).slice(1),
  ];
  const http = new ScriptedHttp(script);
  const meter = createTrafficMeter();
  const port = createTopologyPort({
    endpoint: 'https://arm.test',
    workspace: { subscriptionId: 'sub', resourceGroup: 'rg', workspace: 'ws' },
    pipeline: scriptedPipeline(http, { meter }),
    tenants: { defender: HOME, sentinel: HOME },
    clock: createFakeClock(),
  });
  return { http, meter, facts: port.look() };
}

const answer = (value: unknown[], nextLink?: string): Exchange => ({
  method: 'GET',
  target: '',
  json: { value, ...(nextLink === undefined ? {} : { nextLink }) },
});
const refusal = (status: number, code: string): Exchange => ({
  method: 'GET',
  target: '',
  status,
  json: { error: { code, message: 'no' } },
});

test('reads connectors with a preview version, rules and the newest incidents, and counts what it asks', async () => {
  const { http, meter, facts } = look({
    connectors: [answer([xdr, item('Office365', { dataTypes: 7 })])],
    rules: [
      answer([
        item('Scheduled', {}),
        item('MicrosoftSecurityIncidentCreation', { displayName: 'MCAS', enabled: true, productFilter: 'P' }),
      ]),
    ],
    incidents: [
      answer([
        made('Microsoft XDR', '81', `https://security.microsoft.com/incident2/81/overview?tid=${HOME.toUpperCase()}`),
        made('microsoft xdr', 82, `https://security.microsoft.com/incident2/82/overview?tid=${HOME}`),
        made('Microsoft XDR', '83', 'no link'),
        made('Azure Sentinel', '7'),
        made('Microsoft XDR', null),
        made(null, '84'),
        'garbage',
      ]),
    ],
  });
  expect(await facts).toEqual({
    tenants: { defender: HOME, sentinel: HOME },
    connectors: {
      known: true,
      value: [{ kind: 'MicrosoftThreatProtection', tenantId: HOME, enabledDataTypes: ['incidents'] }],
    },
    incidentRules: { known: true, value: [{ displayName: 'MCAS', product: 'P', isEnabled: true }] },
    sightings: {
      known: true,
      value: [
        { provider: 'Microsoft XDR', tenantId: HOME, incidents: 2 },
        { provider: 'Microsoft XDR', tenantId: null, incidents: 1 },
        { provider: 'Azure Sentinel', tenantId: null, incidents: 1 },
      ],
    },
  });
  expect(meter.traffic).toEqual({ reads: 3, writes: 0 });
  http.assertDone();
});

test('follows next links of the lists', async () => {
  const { http, facts } = look({
    connectors: [
      answer([], `https://arm.test${base}/dataConnectors?page=2`),
      { ...answer([xdr]), target: `${base}/dataConnectors?page=2` },
    ],
  });
  expect((await facts).connectors).toMatchObject({ known: true, value: [{ enabledDataTypes: ['incidents'] }] });
  http.assertDone();
});

test('never follows one to another host', async () => {
  const { facts, http } = look({ rules: [answer([], 'https://evil.test/x')] });
  expect((await facts).incidentRules).toMatchObject({ known: false, isPassing: true });
  expect(http.requests).toHaveLength(3);
});

test('each part fails alone, and says whether a later look may succeed', async () => {
  const { facts } = look({
    connectors: [refusal(403, 'AuthorizationFailed')],
    rules: [refusal(404, 'ResourceNotFound')],
    incidents: [answer([made('Azure Sentinel', '7')])],
  });
  expect(await facts).toMatchObject({
    connectors: {
      known: false,
      isPassing: false,
      reason: 'GET …/dataConnectors was answered HTTP 403 AuthorizationFailed: no',
    },
    incidentRules: { known: false, isPassing: false, reason: expect.stringContaining('HTTP 404') },
    sightings: { known: true },
  });
  const cloudWithoutPreview = look({ connectors: [refusal(400, 'InvalidApiVersionParameter')] });
  expect((await cloudWithoutPreview.facts).connectors).toMatchObject({ known: false, isPassing: false });
  const down = look({ connectors: [{ ...answer([]), fails: 'ECONNREFUSED' }] });
  expect((await down.facts).connectors).toMatchObject({ known: false, isPassing: true });
});

test('an XDR connector that cannot be read is not taken for none', async () => {
  const { facts } = look({ connectors: [answer([item('MicrosoftThreatProtection', { dataTypes: 'Enabled' })])] });
  expect((await facts).connectors).toMatchObject({ known: false, reason: expect.stringContaining('dataTypes') });
});

testExample(
  "Microsoft's example of the XDR connector is one that is on for incidents",
  'sentinel/2024-01-01-preview/GetMicrosoftThreatProtectionById.json',
  (example) => {
    expect(toConnectors([bodyOf(example)])).toEqual([
      {
        kind: 'MicrosoftThreatProtection',
        tenantId: '2070ecc9-b4d5-4ae4-adaa-936fa1954fa8',
        enabledDataTypes: ['incidents', 'alerts'],
      },
    ]);
  },
);

testExample(
  "of Microsoft's example list only the Defender products' connectors are kept",
  'sentinel/2024-03-01/examples/dataConnectors/GetDataConnectors.json',
  (example) => {
    expect(toConnectors((bodyOf(example) as { value: unknown[] }).value).map(({ kind }) => kind)).toEqual([
      'AzureSecurityCenter',
      'AzureActiveDirectory',
      'MicrosoftCloudAppSecurity',
      'AzureAdvancedThreatProtection',
      'MicrosoftDefenderAdvancedThreatProtection',
    ]);
  },
);

test('a rule of the kind that makes incidents must say what of', () => {
  expect(() => toIncidentRules([item('MicrosoftSecurityIncidentCreation', { enabled: true })])).toThrow(/displayName/);
});

function bodyOf(example: unknown): unknown {
  return (example as { responses: { 200: { body: unknown } } }).responses[200].body;
}
