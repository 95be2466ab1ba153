import { randomUUID } from 'node:crypto';
import type { Arm } from '../arm/arm.ts';
import type { Setting } from '../arm/settings.ts';
import type { Tenant } from '../entra/directory.ts';
import type { Graph } from '../graph/graph.ts';
import { defenderSide } from './defender-side.ts';
import { NativeSync } from './native-sync.ts';
import { sentinelSide } from './sentinel-side.ts';

/**
 * Microsoft's own sync between the simulated Defender and the simulated Sentinel of one tenant, switched off. While it
 * is on, the workspace shows its data connector, which the API serves to preview versions only.
 */
export function connectStores(graph: Graph, arm: Arm, tenant: Tenant, now: () => Date): NativeSync {
  const name = randomUUID();
  return new NativeSync({
    defender: defenderSide(graph.store),
    sentinel: sentinelSide({ store: arm.store, tenant, defenderTenantId: tenant.id }),
    now,
    onSwitch(isOn) {
      if (isOn) arm.settings.put('dataConnectors', dataConnector(name, tenant.id));
      else arm.settings.remove('dataConnectors', name);
    },
  });
}

function dataConnector(name: string, tenantId: string): Setting<'dataConnectors'> {
  const dataTypes = { incidents: { state: 'Enabled' }, alerts: { state: 'Enabled' } } as const;
  return { name, kind: 'MicrosoftThreatProtection', properties: { tenantId, dataTypes } };
}
