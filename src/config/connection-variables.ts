import type { Environment } from './environment.ts';

/** What makes a connection one: in the environment for a single connection, or in CONNECTIONS_FILE, never in both. */
export const PLACE_VARIABLES = [
  'DEFENDER_TENANT_ID',
  'SENTINEL_TENANT_ID',
  'SENTINEL_SUBSCRIPTION_ID',
  'SENTINEL_RESOURCE_GROUP',
  'SENTINEL_WORKSPACE',
] as const satisfies readonly (keyof Environment)[];

/** Who Dragoman is. A connection that names one of these takes none of the others from the environment. */
export const CREDENTIAL_VARIABLES = [
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_FEDERATED_TOKEN_FILE',
] as const satisfies readonly (keyof Environment)[];

/** Everything a connection may have of its own, under the names it has in the environment. */
export const CONNECTION_VARIABLES = [
  ...PLACE_VARIABLES,
  'AZURE_TENANT_ID',
  ...CREDENTIAL_VARIABLES,
  'AZURE_AUTHORITY_HOST',
  'AZURE_DISABLE_INSTANCE_DISCOVERY',
  'SYNC_MODE',
  'SYNC_START',
  'SYNC_SINCE',
  'POLL_INTERVAL_SECONDS',
  'FULL_COMPARISON',
  'MIN_SEVERITY',
  'CONFLICT_POLICY',
  'CLOCK_SKEW_SECONDS',
  'MASS_CHANGE_LIMIT',
  'NATIVE_DEADLINE_SECONDS',
  'DRIFT_REPAIR',
  'COMMENT_MAX_LENGTH',
  'REQUEST_TIMEOUT_SECONDS',
  'HUNT_DAYS',
  'HUNT_TIMEOUT_SECONDS',
  'CLOUD',
  'GRAPH_ENDPOINT',
  'ARM_ENDPOINT',
  'DEFENDER_API',
  'DEFENDER_ENDPOINT',
] as const satisfies readonly (keyof Environment)[];

export type ConnectionVariable = (typeof CONNECTION_VARIABLES)[number];

/** What is known of a connection before it has been checked. */
export type ConnectionValues = Partial<Pick<Environment, ConnectionVariable>>;

export function isConnectionVariable(name: string): name is ConnectionVariable {
  return (CONNECTION_VARIABLES as readonly string[]).includes(name);
}
