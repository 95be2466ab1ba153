export interface WorkspaceAddress {
  tenantId: string;
  subscriptionId: string;
  resourceGroup: string;
  workspace: string;
}

/** The resource id below which Sentinel's resources of a workspace live. */
export function sentinelScope({ subscriptionId, resourceGroup, workspace }: WorkspaceAddress): string {
  return (
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}` +
    `/providers/Microsoft.OperationalInsights/workspaces/${workspace}/providers/Microsoft.SecurityInsights`
  );
}
