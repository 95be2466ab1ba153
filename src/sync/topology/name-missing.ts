import type { TopologyFacts } from '../ports/topology-port.ts';
import { findNativeSync } from './find-native-sync.ts';

const CLOUD_CONNECTORS = ['azuresecuritycenter', 'microsoftdefenderforcloudtenantbased'];

/**
 * What Microsoft's own sync needs beside it: sentences for people, none where nothing is missing. It brings in the
 * incidents of Defender for Cloud, but leaves their alerts to that product's own connector.
 */
export function nameMissing(facts: TopologyFacts): string[] {
  const { connectors } = facts;
  if (!connectors.known || findNativeSync(facts).state !== 'on') return [];
  const isThere = connectors.value.some(({ kind }) => CLOUD_CONNECTORS.includes(kind.toLowerCase()));
  if (isThere) return [];
  return [
    'No data connector of Microsoft Defender for Cloud is set up: its incidents arrive in Sentinel without their ' +
      'alerts. Connect it, if you use that product.',
  ];
}
