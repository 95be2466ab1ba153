import type { DefenderConnector, ProviderSighting, TopologyFacts } from '../ports/topology-port.ts';
import { isMicrosoftProvider } from './provider-names.ts';

/** Whether Microsoft's own sync carries the incidents of this Defender into this workspace, and what says so. */
export interface NativeSync {
  state: 'on' | 'off' | 'unknown';
  /** A clause for people, such as "the Defender XDR connector is on for incidents". */
  evidence: string;
}

const XDR_CONNECTOR = 'microsoftthreatprotection';

/**
 * The connector says so itself, where it can be read; a workspace that was onboarded to the Defender portal may have
 * none and still be synced, which only the makers of its incidents give away. Absence of such incidents proves
 * nothing, a quiet week looks the same. What belongs to another Defender tenant is not about this connection.
 */
export function findNativeSync(facts: TopologyFacts): NativeSync {
  const { connectors, sightings } = facts;
  const own = connectors.known ? connectors.value.filter(isXdrConnector) : [];
  if (own.some((connector) => carriesIncidents(connector) && readsDefender(connector.tenantId, facts)))
    return { state: 'on', evidence: 'the Defender XDR connector of the workspace is on for incidents' };

  const proofs = sightings.known ? sightings.value.filter((sighting) => proves(sighting, facts)) : [];
  if (proofs.length > 0) return { state: 'on', evidence: describeProofs(proofs) };

  if (!connectors.known)
    return { state: 'unknown', evidence: `the workspace's data connectors cannot be read (${connectors.reason})` };
  const elsewhere = own.some(carriesIncidents) ? 'is on for another Defender tenant' : 'is off for incidents';
  return {
    state: 'off',
    evidence: `the Defender XDR connector of the workspace ${own.length === 0 ? 'is not set up' : elsewhere}`,
  };
}

function isXdrConnector({ kind }: DefenderConnector): boolean {
  return kind.toLowerCase() === XDR_CONNECTOR;
}

function carriesIncidents({ enabledDataTypes }: DefenderConnector): boolean {
  return enabledDataTypes.some((type) => type.toLowerCase() === 'incidents');
}

/** The connector, and the portal, only ever join a workspace to the Defender of the workspace's own tenant. */
function readsDefender(tenantId: string | null, { tenants }: TopologyFacts): boolean {
  return (tenantId ?? tenants.sentinel) === tenants.defender;
}

function proves(sighting: ProviderSighting, facts: TopologyFacts): boolean {
  return isMicrosoftProvider(sighting.provider) && readsDefender(sighting.tenantId, facts);
}

function describeProofs(proofs: readonly ProviderSighting[]): string {
  const count = proofs.reduce((sum, { incidents }) => sum + incidents, 0);
  const names = [...new Set(proofs.map(({ provider }) => `"${provider.trim()}"`))].join(' and ');
  return `${count} recent Sentinel incident${count === 1 ? ' was' : 's were'} made by ${names}`;
}
