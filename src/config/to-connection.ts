import type { AzureSettings, ConnectionConfig } from './config.ts';
import type { ConnectionValues } from './connection-variables.ts';

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
    endpoints: {
      cloud: known.CLOUD,
      defenderApi: known.DEFENDER_API,
      graph: values.GRAPH_ENDPOINT ?? null,
      arm: values.ARM_ENDPOINT ?? null,
      legacyDefender: values.DEFENDER_ENDPOINT ?? null,
    },
    sync: {
      mode: known.SYNC_MODE,
      start: known.SYNC_START,
      sinceSeconds: known.SYNC_SINCE,
      pollIntervalSeconds: known.POLL_INTERVAL_SECONDS,
      fullComparison: known.FULL_COMPARISON,
      conflictPolicy: known.CONFLICT_POLICY,
      massChangeLimit: known.MASS_CHANGE_LIMIT,
      nativeDeadlineSeconds: known.NATIVE_DEADLINE_SECONDS,
      driftRepair: known.DRIFT_REPAIR,
      minSeverity: known.MIN_SEVERITY,
      clockSkewSeconds: known.CLOCK_SKEW_SECONDS,
      commentMaxLength: known.COMMENT_MAX_LENGTH,
      requestTimeoutSeconds: known.REQUEST_TIMEOUT_SECONDS,
      huntDays: known.HUNT_DAYS,
      huntTimeoutSeconds: known.HUNT_TIMEOUT_SECONDS,
    },
  };
}

/** The Azure credential the values describe. */
export function toAzure(values: ConnectionValues, identity: string | null): AzureSettings {
  return {
    tenantId: values.AZURE_TENANT_ID ?? null,
    clientId: values.AZURE_CLIENT_ID ?? identity,
    clientSecret: values.AZURE_CLIENT_SECRET ?? null,
    certificatePath: values.AZURE_CLIENT_CERTIFICATE_PATH ?? null,
    federatedTokenFile: values.AZURE_FEDERATED_TOKEN_FILE ?? null,
    authorityHost: values.AZURE_AUTHORITY_HOST ?? null,
    disableInstanceDiscovery: values.AZURE_DISABLE_INSTANCE_DISCOVERY ?? false,
  };
}
