import type { Rule } from '../automation/rule.ts';
import type { KnownPerson } from '../incident/people.ts';
import type { PagingSettings } from '../oncall/paging/settings.ts';
import type { OncallPolicy } from '../oncall/policy.ts';
import type { SlaPolicy } from '../sla/policy.ts';
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

/** Who Dragoman is to Entra, in whichever tenant. */
export interface AzureSettings {
  /** Where its application is at home, as far as that is said. */
  tenantId: string | null;
  clientId: string | null;
  clientSecret: Secret | null;
  certificatePath: string | null;
  federatedTokenFile: string | null;
  /** Null: the one of the cloud. */
  authorityHost: string | null;
  disableInstanceDiscovery: boolean;
}

/** One Defender tenant and one Sentinel workspace, and how they are kept the same. */
export interface ConnectionConfig {
  /** What people call it. */
  name: string;
  defenderTenantId: string;
  sentinelTenantId: string;
  subscriptionId: string;
  resourceGroup: string;
  workspace: string;
  /** The same application serves both tenants. */
  azure: AzureSettings;
  endpoints: {
    cloud: Environment['CLOUD'];
    defenderApi: Environment['DEFENDER_API'];
    /** Null: the ones of the cloud. */
    graph: string | null;
    arm: string | null;
    legacyDefender: string | null;
  };
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
    requestTimeoutSeconds: number;
    huntDays: number;
    huntTimeoutSeconds: number;
  };
}

/** Everything the environment says, checked. Durations and limits carry their unit in the name. */
export interface Config {
  bot: BotIdentity | null;
  /** What the bot speaks with where it has no secret of its own; no connection's business. */
  azure: AzureSettings;
  /** At least one; no two are the same or have the same name. */
  connections: ConnectionConfig[];
  requests: {
    /** On behalf of one tenant. */
    quotaPerMinute: number;
    /** Of the bot's own requests. */
    timeoutSeconds: number;
  };
  /** Of the bot. Null: the ones of the cloud. */
  endpoints: {
    cloud: Environment['CLOUD'];
    graph: string | null;
    openIdMetadataUrl: string | null;
    tokenIssuer: string | null;
    /** Hosts that may speak for Teams besides Microsoft's own, lower case. */
    serviceHosts: string[];
  };
  automation: {
    /** In the order they are asked; none without RULES_FILE. */
    rules: Rule[];
  };
  /** Who is on call; null without ONCALL_FILE. */
  oncall: OncallPolicy | null;
  /** The paging system; null without PAGING_WEBHOOK_URL. */
  paging: PagingSettings | null;
  /** How long people have; null without SLA_FILE. */
  sla: SlaPolicy | null;
  people: {
    /** Entra object ids, lower case. */
    adminIds: string[];
    /** Lower case. */
    allowedTenants: string[];
    /** A Teams conversation id. */
    adminChannel: string | null;
    /** Whose members hold a role without a grant; group ids in lower case. */
    roleGroups: NonNullable<Environment['ROLE_GROUPS']>;
    /** Who is who in several tenants. */
    known: KnownPerson[];
    timeZone: string;
    digests: {
      /** Cron expressions in the time zone; null: not sent by itself. */
      daily: string | null;
      weekly: string | null;
      /** Conversation ids, and Entra object ids in lower case. */
      to: NonNullable<Environment['DIGEST_TO']>;
    };
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
