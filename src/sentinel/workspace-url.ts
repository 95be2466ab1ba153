export interface Workspace {
  subscriptionId: string;
  resourceGroup: string;
  workspace: string;
}

/** The address of a Log Analytics workspace. `endpoint` is Azure Resource Manager and may have a path. */
export function workspaceUrl(endpoint: string, { subscriptionId, resourceGroup, workspace }: Workspace): string {
  return [
    endpoint.replace(/\/+$/, ''),
    `subscriptions/${encodeURIComponent(subscriptionId)}`,
    `resourceGroups/${encodeURIComponent(resourceGroup)}`,
    `providers/Microsoft.OperationalInsights/workspaces/${encodeURIComponent(workspace)}`,
  ].join('/');
}

/** The address below which Sentinel's own resources of the workspace are. */
export function sentinelUrl(endpoint: string, workspace: Workspace): string {
  return `${workspaceUrl(endpoint, workspace)}/providers/Microsoft.SecurityInsights`;
}
