import { checkEnvironment } from './check-environment.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigFault } from './config-error.ts';
import type { BotIdentity, Config } from './config.ts';
import { about, environment } from './environment.ts';
import type { Environment } from './environment.ts';
import { LATER_VARIABLES, UNSUPPORTED_VARIABLES } from './later-variables.ts';
import type { Secret } from './secret.ts';

type Env = Record<string, string | undefined>;

/**
 * The configuration an environment describes. An empty variable counts as missing.
 * @throws ConfigError that lists every fault, never only the first.
 */
export function readConfig(env: Env): Config {
  const { values, faults } = readVariables(env, Object.keys(environment.shape) as (keyof Environment)[]);
  faults.push(...unsupported(env));
  // A variable whose value is wrong is not missing as well.
  const readable = new Set(faults.map((fault) => fault.variable));
  faults.push(...checkEnvironment(values, env.NODE_ENV).filter((fault) => !readable.has(fault.variable)));
  if (faults.length > 0) throw new ConfigError(faults);
  return toConfig(values as Environment, env);
}

/** Some variables of an environment, each by itself; those that are missing are left out, or have their default. */
export function readVariables(
  env: Env,
  variables: readonly (keyof Environment)[],
): { values: Partial<Environment>; faults: ConfigFault[] } {
  const values: Record<string, unknown> = {};
  const faults: ConfigFault[] = [];
  for (const variable of variables) {
    const found = given(env, variable);
    const result = environment.shape[variable].safeParse(found);
    if (!result.success) faults.push({ variable, found: show(variable, found), accepted: acceptedBy(variable) });
    else if (result.data !== undefined) values[variable] = result.data;
  }
  return { values, faults };
}

function unsupported(env: Env): ConfigFault[] {
  return UNSUPPORTED_VARIABLES.filter((variable) => given(env, variable) !== undefined).map((variable) => ({
    variable,
    found: show(variable, given(env, variable)),
    accepted: 'nothing (not in this version)',
  }));
}

function toConfig(values: Environment, env: Env): Config {
  // The required ones were found present by the check above.
  const required = values as { [V in keyof Environment]-?: NonNullable<Environment[V]> };
  const tenantId = required.AZURE_TENANT_ID;
  const bot = botIdentity(values);
  return {
    bot,
    azure: {
      tenantId,
      clientId: values.AZURE_CLIENT_ID ?? (bot?.appType === 'UserAssignedMSI' ? bot.appId : null),
      clientSecret: values.AZURE_CLIENT_SECRET ?? null,
      certificatePath: values.AZURE_CLIENT_CERTIFICATE_PATH ?? null,
      federatedTokenFile: values.AZURE_FEDERATED_TOKEN_FILE ?? null,
      authorityHost: values.AZURE_AUTHORITY_HOST ?? null,
      disableInstanceDiscovery: values.AZURE_DISABLE_INSTANCE_DISCOVERY,
    },
    connection: {
      defenderTenantId: values.DEFENDER_TENANT_ID ?? tenantId,
      sentinelTenantId: values.SENTINEL_TENANT_ID ?? tenantId,
      subscriptionId: required.SENTINEL_SUBSCRIPTION_ID,
      resourceGroup: required.SENTINEL_RESOURCE_GROUP,
      workspace: required.SENTINEL_WORKSPACE,
    },
    sync: {
      mode: values.SYNC_MODE,
      start: values.SYNC_START,
      sinceSeconds: values.SYNC_SINCE,
      pollIntervalSeconds: values.POLL_INTERVAL_SECONDS,
      fullComparison: values.FULL_COMPARISON,
      conflictPolicy: values.CONFLICT_POLICY,
      massChangeLimit: values.MASS_CHANGE_LIMIT,
      nativeDeadlineSeconds: values.NATIVE_DEADLINE_SECONDS,
      driftRepair: values.DRIFT_REPAIR,
      minSeverity: values.MIN_SEVERITY,
      clockSkewSeconds: values.CLOCK_SKEW_SECONDS,
      commentMaxLength: values.COMMENT_MAX_LENGTH,
      quotaPerMinute: values.QUOTA_PER_MINUTE,
      requestTimeoutSeconds: values.REQUEST_TIMEOUT_SECONDS,
    },
    endpoints: {
      cloud: values.CLOUD,
      defenderApi: values.DEFENDER_API,
      graph: values.GRAPH_ENDPOINT ?? null,
      arm: values.ARM_ENDPOINT ?? null,
      legacyDefender: values.DEFENDER_ENDPOINT ?? null,
      openIdMetadataUrl: values.BOT_OPENID_METADATA_URL ?? null,
      tokenIssuer: values.BOT_TOKEN_ISSUER ?? null,
      serviceHosts: values.BOT_SERVICE_HOSTS ?? [],
    },
    automation: { rulesFile: values.RULES_FILE ?? null },
    people: {
      adminIds: required.ADMIN_IDS,
      allowedTenants: values.ALLOWED_TENANTS ?? [bot?.tenantId ?? tenantId],
      adminChannel: values.ADMIN_CHANNEL ?? null,
      roleGroups: values.ROLE_GROUPS ?? [],
      timeZone: values.TIMEZONE,
    },
    process: {
      port: values.PORT,
      host: values.HOST,
      databaseFile: values.DATABASE_URL,
      cardSecrets: required.CARD_SECRET as [Secret, ...Secret[]],
      logLevel: values.LOG_LEVEL,
      devNoAuth: values.DEV_NO_AUTH,
    },
    warnings: [
      ...LATER_VARIABLES.filter((name) => given(env, name) !== undefined).map(
        (name) => `${name} is set but has no effect in this version.`,
      ),
      ...(values.DEFENDER_ENDPOINT !== undefined && values.DEFENDER_API === 'graph'
        ? ['DEFENDER_ENDPOINT is set but has no effect while DEFENDER_API is graph.']
        : []),
    ],
  };
}

function botIdentity(values: Environment): BotIdentity | null {
  const { MicrosoftAppId: appId, MicrosoftAppType: appType, MicrosoftAppTenantId: tenantId } = values;
  if (appId === undefined || appType === undefined || tenantId === undefined) return null;
  return { appId, appType, tenantId, password: values.MicrosoftAppPassword ?? null };
}

function given(env: Env, variable: string): string | undefined {
  const value = env[variable]?.trim();
  return value === '' ? undefined : value;
}

function show(variable: string, found: string | undefined): string {
  if (found === undefined) return 'nothing';
  const isSecret = about.get(schemaOf(variable) ?? environment)?.secret === true;
  if (isSecret) return `[redacted, ${found.length} characters]`;
  return JSON.stringify(found.length > 80 ? `${found.slice(0, 80)}…` : found);
}

function acceptedBy(variable: string): string {
  const schema = schemaOf(variable);
  return (schema && about.get(schema)?.accepted) ?? '';
}

function schemaOf(variable: string) {
  return (environment.shape as Record<string, (typeof environment.shape)[keyof Environment]>)[variable];
}
