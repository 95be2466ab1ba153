import type { Known } from '../../src/sync/ports/known.ts';
import type { ProviderSighting, TopologyFacts } from '../../src/sync/ports/topology-port.ts';

export const HOME = '5f2b1c9e-3d0a-4c57-9e64-0b7a1d2e8f31';
export const ELSEWHERE = '0d8a4a6e-7f5f-4a6b-8a57-2f1f0a3c9b12';

export const forbidden: Known<never> = { known: false, reason: 'HTTP 403', isPassing: false };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function sighting(provider: string, tenantId: string | null = HOME, incidents = 1): ProviderSighting {
  return { provider, tenantId, incidents };
}

export const connector = (kind: string, enabledDataTypes: string[], tenantId: string | null = HOME) => ({
  kind,
  tenantId,
  enabledDataTypes,
});

/** A workspace and a Defender of one tenant with nothing set up and nothing seen. */
export function topologyFacts(more: Partial<TopologyFacts> = {}): TopologyFacts {
  return {
    tenants: { defender: HOME, sentinel: HOME },
    connectors: known([]),
    incidentRules: known([]),
    sightings: known([]),
    ...more,
  };
}
