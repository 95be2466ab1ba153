import type { TokenCredential } from '@azure/core-auth';
import type { AllowanceRegistry } from '../azure/allowance-registry.ts';
import { CLOUDS } from '../azure/clouds.ts';
import { createGraphDirectory } from '../azure/graph-directory.ts';
import { createRequestPipeline } from '../azure/pipeline.ts';
import type { PipelineSettings } from '../azure/pipeline.ts';
import { runWithPriority } from '../azure/priority.ts';
import type { Config } from '../config/config.ts';
import { createDefenderPort } from '../defender/create-defender-port.ts';
import { createLegacyDefenderPort } from '../defender/legacy/create-legacy-defender-port.ts';
import { createTopologyPort } from '../sentinel/topology/create-topology-port.ts';
import { createSentinelPort } from '../sentinel/create-sentinel-port.ts';
import { connectionIdOf } from '../sync/context.ts';
import type { SyncContext } from '../sync/context.ts';
import { followMode } from '../sync/follow-mode.ts';
import { newConnection } from '../sync/new-connection.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Store } from '../sync/ports/records.ts';
import type { DefenderPort } from '../sync/ports/side-port.ts';
import { createTrafficMeter } from '../sync/ports/traffic.ts';
import { azureCredential } from './credentials.ts';
import type { Logger } from './logger.ts';

/** How much of the recent past each list request asks for again, against changes that are listed late. */
const OVERLAP_SECONDS = 600;
/** How long a click waits for its writes before it is answered with what is true by then. */
const PATIENCE_MILLISECONDS = 1500;

/**
 * A list of the older Defender API carries every alert with its entities, and a long one uses up a minute's requests:
 * it is given the time for either, where the timeout of the environment is shorter.
 */
const LEGACY_LIST_SECONDS = 75;

export interface ConnectionParts {
  config: Config;
  store: Store;
  clock: Clock;
  logger: Logger;
  allowances: AllowanceRegistry;
  version: string;
}

/** The one connection the environment describes: its clients, and what the sync needs to serve it. */
export async function createConnection(parts: ConnectionParts): Promise<SyncContext> {
  const { config, store, clock, logger } = parts;
  const { connection, sync } = config;
  const workspaceResourceId =
    `/subscriptions/${connection.subscriptionId}/resourceGroups/${connection.resourceGroup}` +
    `/providers/Microsoft.OperationalInsights/workspaces/${connection.workspace}`;
  const connectionId = connectionIdOf(connection.defenderTenantId, workspaceResourceId);
  const now = clock.now().toISOString();
  if ((await store.connection(connectionId)) === null)
    await store.addConnection(newConnection(connectionId, now, sync));
  else await followMode(store, connectionId, sync.mode, now);

  const meter = createTrafficMeter();
  const clients = createClients(parts, meter);
  return {
    connectionId,
    name: connection.workspace,
    ...clients,
    tenants: {
      defender: connection.defenderTenantId.toLowerCase(),
      sentinel: connection.sentinelTenantId.toLowerCase(),
    },
    meter,
    store,
    clock,
    quotas: () => [],
    urgently: (work) => runWithPriority('person', work),
    settings: {
      mode: sync.mode,
      start: sync.start,
      conflictPolicy: sync.conflictPolicy,
      massChangeLimit: sync.massChangeLimit,
      nativeDeadlineSeconds: sync.nativeDeadlineSeconds,
      driftRepair: sync.driftRepair,
      clockSkewSeconds: sync.clockSkewSeconds,
      minSeverity: sync.minSeverity,
      commentMaxLength: sync.commentMaxLength,
      requestTimeoutSeconds: sync.requestTimeoutSeconds,
      sinceSeconds: sync.sinceSeconds,
      overlapSeconds: OVERLAP_SECONDS,
      patienceMilliseconds: PATIENCE_MILLISECONDS,
    },
    log: logger.child({ room: 'sync' }),
  };
}

type PipelineOfOneService = Pick<PipelineSettings, 'scope' | 'meter' | 'allowances'> &
  Partial<Pick<PipelineSettings, 'requestTimeoutSeconds'>>;

function createClients(
  { config, clock, logger, allowances, version }: ConnectionParts,
  meter: SyncContext['meter'],
): Pick<SyncContext, 'defender' | 'sentinel' | 'topology' | 'directories'> {
  const { connection, endpoints } = config;
  const cloud = CLOUDS[endpoints.cloud];
  const [graph, arm] = [endpoints.graph ?? cloud.graph, endpoints.arm ?? cloud.arm];
  const principal = config.azure.clientId ?? 'managed identity';
  const [defenderTenant, sentinelTenant] = [connection.defenderTenantId, connection.sentinelTenantId];
  const credentials: Record<string, TokenCredential> = {};
  const { requestTimeoutSeconds } = config.sync;
  const pipeline = (tenantId: string, settings: PipelineOfOneService) =>
    createRequestPipeline({
      credential: (credentials[tenantId] ??= azureCredential(config, tenantId)),
      version,
      requestTimeoutSeconds,
      logger: logger.child({ room: 'azure' }),
      ...settings,
    });
  const directory = (tenantId: string) =>
    createGraphDirectory({ endpoint: graph, pipeline: pipeline(tenantId, { scope: cloud.scopes.graph }) });

  const graphDefender = (): DefenderPort =>
    createDefenderPort({
      endpoint: graph,
      pipeline: pipeline(defenderTenant, {
        scope: cloud.scopes.graph,
        meter,
        allowances: allowances.graphSecurity({ tenantId: defenderTenant, principal }),
      }),
    });
  const legacyDefender = (): DefenderPort => {
    const [endpoint, scope] = [endpoints.legacyDefender ?? cloud.legacyDefender, cloud.scopes.legacyDefender];
    if (endpoint === null || scope === null) throw new Error(`${endpoints.cloud} has no older Defender API`);
    const { lists, incidents } = allowances.legacyDefender({ tenantId: defenderTenant, principal });
    const patient = Math.max(requestTimeoutSeconds, LEGACY_LIST_SECONDS);
    return createLegacyDefenderPort({
      endpoint,
      pipeline: pipeline(defenderTenant, { scope, meter, allowances: incidents }),
      listPipeline: pipeline(defenderTenant, { scope, meter, allowances: lists, requestTimeoutSeconds: patient }),
    });
  };

  const workspace = {
    subscriptionId: connection.subscriptionId,
    resourceGroup: connection.resourceGroup,
    workspace: connection.workspace,
  };
  const armAllowances = allowances.arm({
    tenantId: sentinelTenant,
    subscriptionId: connection.subscriptionId,
    principal,
  });
  return {
    defender: endpoints.defenderApi === 'legacy' ? legacyDefender() : graphDefender(),
    sentinel: createSentinelPort({
      endpoint: arm,
      workspace,
      pipeline: pipeline(sentinelTenant, { scope: cloud.scopes.arm, meter, allowances: armAllowances }),
    }),
    // Not counted: it is no part of a cycle, and takes place once an hour.
    topology: createTopologyPort({
      endpoint: arm,
      workspace,
      pipeline: pipeline(sentinelTenant, { scope: cloud.scopes.arm, allowances: armAllowances }),
      tenants: { defender: defenderTenant.toLowerCase(), sentinel: sentinelTenant.toLowerCase() },
      clock,
    }),
    directories: { defender: directory(defenderTenant), sentinel: directory(sentinelTenant) },
  };
}
