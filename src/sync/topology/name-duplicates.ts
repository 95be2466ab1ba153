import type { DefenderConnector, TopologyFacts } from '../ports/topology-port.ts';
import { findNativeSync } from './find-native-sync.ts';

/** The connectors of single products, whose alerts the Defender XDR connector brings in as well. */
const COMPONENT_CONNECTORS: Readonly<Record<string, string>> = {
  microsoftdefenderadvancedthreatprotection: 'Microsoft Defender for Endpoint',
  azureadvancedthreatprotection: 'Microsoft Defender for Identity',
  microsoftcloudappsecurity: 'Microsoft Defender for Cloud Apps',
  officeatp: 'Microsoft Defender for Office 365',
  azureactivedirectory: 'Microsoft Entra ID Protection',
};

/** The one product that such a rule can name and whose alerts are not in Defender XDR's incidents. */
const NOT_IN_DEFENDER = 'azure security center for iot';

/** What else makes incidents or alerts of the same story: sentences for people, none where nothing does. Pure. */
export function nameDuplicates(facts: TopologyFacts): string[] {
  const { connectors, incidentRules } = facts;
  const rules = (incidentRules.known ? incidentRules.value : [])
    .filter(({ isEnabled, product }) => isEnabled && product.trim().toLowerCase() !== NOT_IN_DEFENDER)
    .map(
      ({ displayName, product }) =>
        `The analytics rule "${displayName}" makes an incident of every alert of ${product}, which Defender XDR has ` +
        `in an incident already: there will be two. Disable the rule.`,
    );
  // Alone, such a connector brings alerts and no incidents: a double only beside the one that brings both.
  const isBeside = findNativeSync(facts).state === 'on';
  const beside = connectors.known && isBeside ? connectors.value.filter(sendsAlerts).flatMap(productOf) : [];
  const products = [...new Set(beside)].map(
    (product) =>
      `The data connector of ${product} sends its alerts beside Microsoft's own sync, which brings them in as well: ` +
      `they arrive twice. Disconnect it.`,
  );
  return [...rules, ...products];
}

function sendsAlerts({ enabledDataTypes }: DefenderConnector): boolean {
  return enabledDataTypes.some((type) => type.toLowerCase() === 'alerts');
}

function productOf({ kind }: DefenderConnector): string[] {
  const product = COMPONENT_CONNECTORS[kind.toLowerCase()];
  return product === undefined ? [] : [product];
}
