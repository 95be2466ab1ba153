import { CLOUDS } from '../azure/clouds.ts';
import { createGraphGroups } from '../azure/graph-groups.ts';
import { lateCredential } from '../azure/late-credential.ts';
import { createRequestPipeline } from '../azure/pipeline.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import type { Config, ConnectionConfig } from '../config/config.ts';
import type { GroupMembersPort } from '../sync/ports/group-members.ts';
import { connectionCredential } from './credentials.ts';
import type { Logger } from './logger.ts';

/** The connection whose credential reads a tenant's groups: one that is at home there, else the first. */
export function readerOfGroups({ connections }: Pick<Config, 'connections'>, tenantId: string): ConnectionConfig {
  const isAtHome = (one: ConnectionConfig) => [one.defenderTenantId, one.sentinelTenantId].includes(tenantId);
  return connections.find(isAtHome) ?? connections[0]!;
}

/** The groups of `ROLE_GROUPS`, read as the connection of their tenant reads everything else. */
export function createGroupMembers(config: Config, logger: Logger, version: string): GroupMembersPort {
  const pipelines: Record<string, RequestPipeline> = {};
  const pipeline = (tenantId: string) => {
    const connection = readerOfGroups(config, tenantId);
    return (pipelines[tenantId] ??= createRequestPipeline({
      credential: lateCredential(() => connectionCredential(connection, tenantId)),
      version,
      requestTimeoutSeconds: connection.sync.requestTimeoutSeconds,
      logger: logger.child({ room: 'azure' }),
      scope: CLOUDS[connection.endpoints.cloud].scopes.graph,
    }));
  };
  return {
    membersOf(groupId, tenantId) {
      const { endpoints } = readerOfGroups(config, tenantId);
      const endpoint = endpoints.graph ?? CLOUDS[endpoints.cloud].graph;
      return createGraphGroups({ endpoint, pipeline }).membersOf(groupId, tenantId);
    },
  };
}
