import { segments } from '../server.ts';

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

/** Whether a request's path names the workspace or anything in it, parts compared without regard to case. */
export function isBelow(path: string, { subscriptionId, resourceGroup, workspace }: WorkspaceAddress): boolean {
  const parts = segments(path).map((part) => part.toLowerCase());
  return [subscriptionId, resourceGroup, workspace].every((name, at) => parts[[2, 4, 8][at]!] === name.toLowerCase());
}
