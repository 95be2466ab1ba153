import { chooseMode } from '../../../src/sync/topology/choose-mode.ts';
import { ELSEWHERE, HOME, connector, forbidden, known, sighting, topologyFacts } from '../../support/topology-facts.ts';

const XDR = 'MicrosoftThreatProtection';
const on = known([connector(XDR, ['incidents', 'alerts'])]);
const off = known([connector(XDR, ['alerts'])]);
const otherTenants = { defender: ELSEWHERE, sentinel: HOME };

test.each([
  ['the connector is on for incidents', { connectors: on }],
  ['it is on, whatever the case of its words', { connectors: known([connector(XDR.toUpperCase(), ['Incidents'])]) }],
  ['it names no tenant: it reads the workspace’s own', { connectors: known([connector(XDR, ['incidents'], null)]) }],
  [
    'nothing is set up, but incidents arrive (an onboarded workspace)',
    { sightings: known([sighting('Microsoft XDR')]) },
  ],
  ['it is off, but incidents arrive', { connectors: off, sightings: known([sighting('microsoft 365 defender ')]) }],
  [
    'connectors are hidden, but incidents arrive',
    { connectors: forbidden, sightings: known([sighting('Microsoft Defender XDR', null)]) },
  ],
])('native when %s', (_, facts) => {
  expect(chooseMode(topologyFacts(facts))).toMatchObject({ mode: 'native' });
});

test.each([
  ['nothing is set up and nothing arrives', {}],
  ['the connector is off for incidents', { connectors: off }],
  ['it is off and who makes incidents is hidden', { connectors: off, sightings: forbidden }],
  ['all incidents are Sentinel’s own', { sightings: known([sighting('Azure Sentinel', null, 40)]) }],
  [
    'the connector is on for the workspace’s tenant, and Defender is another’s',
    { tenants: otherTenants, connectors: on, sightings: known([sighting('Microsoft XDR')]) },
  ],
  [
    'incidents arrive in another tenant’s workspace without naming theirs',
    { tenants: otherTenants, sightings: known([sighting('Microsoft XDR', null)]) },
  ],
])('bridge when %s', (_, facts) => {
  expect(chooseMode(topologyFacts(facts))).toMatchObject({ mode: 'bridge' });
});

test.each([
  ['both are hidden', { connectors: forbidden, sightings: forbidden }],
  ['connectors are hidden and nothing arrives', { connectors: forbidden }],
  [
    'connectors are hidden and all incidents are Sentinel’s own',
    { connectors: forbidden, sightings: known([sighting('Azure Sentinel', null)]) },
  ],
])('observe when %s', (_, facts) => {
  expect(chooseMode(topologyFacts(facts))).toMatchObject({ mode: 'observe' });
});

test('the reason is a sentence that names what was seen', () => {
  const reason = (facts: Parameters<typeof topologyFacts>[0]) => chooseMode(topologyFacts(facts)).reason;
  expect(reason({ connectors: on })).toBe(
    "Microsoft's own sync is at work: the Defender XDR connector of the workspace is on for incidents.",
  );
  expect(reason({ sightings: known([sighting('Microsoft XDR', HOME, 3), sighting('Azure Sentinel')]) })).toBe(
    'Microsoft\'s own sync is at work: 3 recent Sentinel incidents were made by "Microsoft XDR".',
  );
  expect(reason({})).toBe(
    "Microsoft's own sync is not at work: the Defender XDR connector of the workspace is not set up.",
  );
  expect(reason({ connectors: off })).toContain('is off for incidents.');
  expect(reason({ tenants: otherTenants, connectors: on })).toContain('is on for another Defender tenant.');
  expect(reason({ connectors: forbidden })).toBe(
    "Whether Microsoft's own sync is at work cannot be told: the workspace's data connectors cannot be read (HTTP 403). " +
      'Nothing is written until it can.',
  );
});
