import type { ConnectionConfig } from './config.ts';
import type { ConnectionValues } from './connection-variables.ts';
import { toAzure } from './sections/azure.ts';
import { toConnectionEndpoints } from './sections/endpoints.ts';
import { toSync } from './sections/sync.ts';

/**
 * A connection out of values that were found complete; those with a default have it.
 * @param identity the managed identity where no application is named
 */
export function toConnection(
  name: string | undefined,
  values: ConnectionValues,
  identity: string | null,
): ConnectionConfig {
  const known = values as Required<ConnectionValues>;
  return {
    name: name ?? known.SENTINEL_WORKSPACE!,
    defenderTenantId: (values.DEFENDER_TENANT_ID ?? values.AZURE_TENANT_ID)!,
    sentinelTenantId: (values.SENTINEL_TENANT_ID ?? values.AZURE_TENANT_ID)!,
    subscriptionId: known.SENTINEL_SUBSCRIPTION_ID!,
    resourceGroup: known.SENTINEL_RESOURCE_GROUP!,
    workspace: known.SENTINEL_WORKSPACE!,
    azure: toAzure(values, identity),
    endpoints: toConnectionEndpoints(known),
    sync: toSync(known),
  };
}
