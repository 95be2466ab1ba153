import type { TokenCredential } from '@azure/core-auth';
import type { AllowanceRegistry } from '../azure/allowance-registry.ts';
import { CLOUDS } from '../azure/clouds.ts';
import { createGraphDirectory } from '../azure/graph-directory.ts';
import { lateCredential } from '../azure/late-credential.ts';
import { createRequestPipeline } from '../azure/pipeline.ts';
import type { PipelineSettings } from '../azure/pipeline.ts';
import type { ConnectionConfig } from '../config/config.ts';
import { createDefenderPort } from '../defender/create-defender-port.ts';
import { createHuntingPort } from '../defender/hunting/create-hunting-port.ts';
import { createLegacyDefenderPort } from '../defender/legacy/create-legacy-defender-port.ts';
import type { People } from '../incident/people.ts';
import { createSentinelPort } from '../sentinel/create-sentinel-port.ts';
import { createTopologyPort } from '../sentinel/topology/create-topology-port.ts';
import type { SyncContext } from '../sync/context.ts';
import type { Clock } from '../sync/ports/clock.ts';
import { recognisingDefender, recognisingSentinel } from '../sync/recognise-people.ts';
import { connectionCredential } from './credentials.ts';
import type { Logger } from './logger.ts';

/**
 * A list of the older Defender API carries every alert with its entities, and a long one uses up a minute's requests:
 * it is given the time for either, where the timeout of the environment is shorter.
 */
const LEGACY_LIST_SECONDS = 75;

export interface ClientParts {
  connection: ConnectionConfig;
  people: People;
  /** Shared by all connections, so that those which draw on one allowance keep to it together. */
  allowances: AllowanceRegistry;
  meter: SyncContext['meter'];
  clock: Clock;
  logger: Logger;
  version: string;
}

type PipelineOfOneService = Pick<PipelineSettings, 'scope' | 'meter' | 'allowances'> &
  Partial<Pick<PipelineSettings, 'requestTimeoutSeconds'>>;

/** What one connection speaks to the two systems and to their directories with, as itself. */
export function createClients(
  parts: ClientParts,
): Pick<SyncContext, 'defender' | 'sentinel' | 'hunting' | 'topology' | 'directories' | 'quotas'> {
  const { connection, people, allowances, meter, clock, logger, version } = parts;
  const { endpoints, defenderTenantId, sentinelTenantId, subscriptionId } = connection;
  const cloud = CLOUDS[endpoints.cloud];
  const [graph, arm] = [endpoints.graph ?? cloud.graph, endpoints.arm ?? cloud.arm];
  const principal = connection.azure.clientId ?? 'managed identity';
  const credentials: Record<string, TokenCredential> = {};
  const { requestTimeoutSeconds } = connection.sync;
  const pipeline = (tenantId: string, settings: PipelineOfOneService) =>
    createRequestPipeline({
      credential: (credentials[tenantId] ??= lateCredential(() => connectionCredential(connection, tenantId))),
      version,
      requestTimeoutSeconds,
      logger: logger.child({ room: 'azure' }),
      ...settings,
    });
  const directory = (tenantId: string) =>
    createGraphDirectory({ endpoint: graph, pipeline: pipeline(tenantId, { scope: cloud.scopes.graph }) });

  const graphDefender = () => {
    const own = allowances.graphSecurity({ tenantId: defenderTenantId, principal });
    const sending = pipeline(defenderTenantId, { scope: cloud.scopes.graph, meter, allowances: own });
    return { port: createDefenderPort({ endpoint: graph, pipeline: sending }), drawsOn: [own] };
  };
  const legacyDefender = () => {
    const [endpoint, scope] = [endpoints.legacyDefender ?? cloud.legacyDefender, cloud.scopes.legacyDefender];
    if (endpoint === null || scope === null) throw new Error(`${endpoints.cloud} has no older Defender API`);
    const { lists, incidents } = allowances.legacyDefender({ tenantId: defenderTenantId, principal });
    const patient = Math.max(requestTimeoutSeconds, LEGACY_LIST_SECONDS);
    const port = createLegacyDefenderPort({
      endpoint,
      pipeline: pipeline(defenderTenantId, { scope, meter, allowances: incidents }),
      listPipeline: pipeline(defenderTenantId, { scope, meter, allowances: lists, requestTimeoutSeconds: patient }),
    });
    return { port, drawsOn: [lists, incidents] };
  };

  const defender = endpoints.defenderApi === 'legacy' ? legacyDefender() : graphDefender();
  const workspace = { subscriptionId, resourceGroup: connection.resourceGroup, workspace: connection.workspace };
  const armAllowances = allowances.arm({ tenantId: sentinelTenantId, subscriptionId, principal });
  const sentinel = createSentinelPort({
    endpoint: arm,
    workspace,
    pipeline: pipeline(sentinelTenantId, { scope: cloud.scopes.arm, meter, allowances: armAllowances }),
  });
  // With either API of Defender: hunting has only this one. No part of a cycle, so it is not counted.
  const huntAllowances = allowances.graphHunting({ tenantId: defenderTenantId, principal });
  const hunting = createHuntingPort({
    endpoint: graph,
    pipeline: pipeline(defenderTenantId, {
      scope: cloud.scopes.graph,
      allowances: huntAllowances,
      requestTimeoutSeconds: connection.sync.huntTimeoutSeconds,
    }),
  });
  return {
    hunting,
    defender: recognisingDefender(defender.port, people),
    sentinel: recognisingSentinel(sentinel, people),
    // Not counted: it is no part of a cycle, and takes place once an hour.
    topology: createTopologyPort({
      endpoint: arm,
      workspace,
      pipeline: pipeline(sentinelTenantId, { scope: cloud.scopes.arm, allowances: armAllowances }),
      tenants: { defender: defenderTenantId, sentinel: sentinelTenantId },
      clock,
    }),
    directories: { defender: directory(defenderTenantId), sentinel: directory(sentinelTenantId) },
    quotas: () => allowances.left(...defender.drawsOn, armAllowances, huntAllowances),
  };
}
