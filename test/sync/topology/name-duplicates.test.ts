import { nameDuplicates } from '../../../src/sync/topology/name-duplicates.ts';
import { nameMissing } from '../../../src/sync/topology/name-missing.ts';
import { connector, forbidden, known, topologyFacts } from '../../support/topology-facts.ts';

const xdr = connector('MicrosoftThreatProtection', ['incidents', 'alerts']);
const endpoint = connector('MicrosoftDefenderAdvancedThreatProtection', ['alerts']);
const cloud = { kind: 'AzureSecurityCenter', tenantId: null, enabledDataTypes: ['alerts'] };
const rule = (product: string, isEnabled = true) => ({ displayName: `All of ${product}`, product, isEnabled });

test('every product’s own connector beside Microsoft’s sync is named once', () => {
  const connectors = known([
    xdr,
    endpoint,
    endpoint,
    connector('OfficeATP', ['alerts']),
    connector('AzureActiveDirectory', ['alerts']),
    connector('AzureAdvancedThreatProtection', []),
    connector('MicrosoftCloudAppSecurity', ['discoveryLogs']),
    cloud,
  ]);
  expect(nameDuplicates(topologyFacts({ connectors }))).toEqual([
    expect.stringContaining('The data connector of Microsoft Defender for Endpoint sends its alerts'),
    expect.stringContaining('The data connector of Microsoft Defender for Office 365 sends its alerts'),
    expect.stringContaining('The data connector of Microsoft Entra ID Protection sends its alerts'),
  ]);
});

test('without Microsoft’s sync such connectors bring alerts only, and no double', () => {
  expect(nameDuplicates(topologyFacts({ connectors: known([endpoint]) }))).toEqual([]);
});

test('a rule that makes incidents is a double in either mode, unless it is off or of a product Defender lacks', () => {
  const incidentRules = known([
    rule('Microsoft Cloud App Security'),
    rule('Azure Advanced Threat Protection', false),
    rule('Azure Security Center for IoT'),
  ]);
  const expected = [
    expect.stringContaining('The analytics rule "All of Microsoft Cloud App Security" makes an incident'),
  ];
  expect(nameDuplicates(topologyFacts({ incidentRules }))).toEqual(expected);
  expect(nameDuplicates(topologyFacts({ incidentRules, connectors: known([xdr]) }))).toEqual(expected);
});

test('what cannot be read is no double', () => {
  expect(nameDuplicates(topologyFacts({ connectors: forbidden, incidentRules: forbidden }))).toEqual([]);
});

test('beside Microsoft’s sync the connector of Defender for Cloud is missed, and only there', () => {
  expect(nameMissing(topologyFacts({ connectors: known([xdr]) }))).toEqual([
    expect.stringContaining('No data connector of Microsoft Defender for Cloud is set up'),
  ]);
  const tenantBased = { ...cloud, kind: 'MicrosoftDefenderForCloudTenantBased' };
  for (const there of [cloud, tenantBased])
    expect(nameMissing(topologyFacts({ connectors: known([xdr, there]) }))).toEqual([]);
  expect(nameMissing(topologyFacts())).toEqual([]);
  expect(nameMissing(topologyFacts({ connectors: forbidden }))).toEqual([]);
});
