import type { ConnectionConfig } from '../config/config.ts';
import { connectionIdOf } from '../sync/context.ts';

/** The id the connection is known by, whatever it is called. */
export function connectionIdIn(connection: ConnectionConfig): string {
  return connectionIdOf(connection.defenderTenantId, workspaceIdIn(connection));
}

/** Whether two connections write to one Sentinel, for two Defenders. */
export function isSameWorkspace(one: ConnectionConfig, other: ConnectionConfig): boolean {
  return workspaceIdIn(one).toLowerCase() === workspaceIdIn(other).toLowerCase();
}

function workspaceIdIn({ subscriptionId, resourceGroup, workspace }: ConnectionConfig): string {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  return `${group}/providers/Microsoft.OperationalInsights/workspaces/${workspace}`;
}
