import type { Environment } from './environment.ts';
import type { Secret } from './secret.ts';

/** How the bot proves who it is; null only while `devNoAuth` lets it run without an identity. */
export interface BotIdentity {
  appId: string;
  appType: 'SingleTenant' | 'UserAssignedMSI';
  tenantId: string;
  /** Null: the Azure credential is the bot's own. */
  password: Secret | null;
}

export interface AzureSettings {
  tenantId: string;
  clientId: string | null;
  clientSecret: Secret | null;
  certificatePath: string | null;
  federatedTokenFile: string | null;
  /** Null: the one of the cloud. */
  authorityHost: string | null;
  disableInstanceDiscovery: boolean;
}

export interface ConnectionSettings {
  defenderTenantId: string;
  sentinelTenantId: string;
  subscriptionId: string;
  resourceGroup: string;
  workspace: string;
}

/** Everything the environment says, checked. Durations and limits carry their unit in the name. */
export interface Config {
  bot: BotIdentity | null;
  azure: AzureSettings;
  connection: ConnectionSettings;
  sync: {
    mode: Environment['SYNC_MODE'];
    start: Environment['SYNC_START'];
    sinceSeconds: number;
    pollIntervalSeconds: number;
    /** A cron expression, in the time zone of the people. */
    fullComparison: string;
    conflictPolicy: Environment['CONFLICT_POLICY'];
    massChangeLimit: number;
    nativeDeadlineSeconds: number;
    driftRepair: Environment['DRIFT_REPAIR'];
    minSeverity: Environment['MIN_SEVERITY'];
    clockSkewSeconds: number;
    commentMaxLength: number;
    quotaPerMinute: number;
    requestTimeoutSeconds: number;
  };
  endpoints: {
    cloud: Environment['CLOUD'];
    defenderApi: Environment['DEFENDER_API'];
    /** Null: the ones of the cloud. */
    graph: string | null;
    arm: string | null;
    legacyDefender: string | null;
    openIdMetadataUrl: string | null;
    tokenIssuer: string | null;
    /** Hosts that may speak for Teams besides Microsoft's own, lower case. */
    serviceHosts: string[];
  };
  automation: {
    /** Path. */
    rulesFile: string | null;
  };
  people: {
    /** Entra object ids, lower case. */
    adminIds: string[];
    /** Lower case. */
    allowedTenants: string[];
    /** A Teams conversation id. */
    adminChannel: string | null;
    /** Whose members hold a role without a grant; group ids in lower case. */
    roleGroups: NonNullable<Environment['ROLE_GROUPS']>;
    timeZone: string;
  };
  process: {
    port: number;
    host: string;
    /** Path of the SQLite file. */
    databaseFile: string;
    /** The first signs, all verify. */
    cardSecrets: [Secret, ...Secret[]];
    logLevel: Environment['LOG_LEVEL'];
    devNoAuth: boolean;
  };
  /** Sentences about variables that are set and have no effect; to be logged at the start. */
  warnings: string[];
}
