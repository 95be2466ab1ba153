import { z } from 'zod';
import { conflictPolicy, CONFLICT_POLICY_ACCEPTED } from './conflict-policy.ts';
import * as values from './values.ts';

/** What people are told of a variable: in `.env.sample`, and when its value is wrong. */
export interface About {
  group: string;
  /** What it does. */
  summary: string;
  /** What is accepted, as the end of "accepted: …". */
  accepted: string;
  required?: boolean;
  /** The value is never shown. */
  secret?: boolean;
  /** What `.env.sample` shows as the value when nothing is set. */
  default?: string;
}

export const about = z.registry<About>();

const bot = 'The bot';
const azure = 'Azure credential (a secret, a certificate, a federated token or a managed identity)';
const connection = 'The connection: one Defender tenant and one Sentinel workspace';
const sync = 'Sync';
const endpoints = 'Endpoints (other clouds, simulators)';
const people = 'People';
const processGroup = 'Process';
const teamsApp = 'The Teams app that `npm run package` makes';

const aGuid = 'a GUID';
const anHttpsUrl = 'an https URL without query';
const aPage = 'an https URL';

/** Every variable that means something to this version. Empty strings count as missing. */
export const environment = z.object({
  MicrosoftAppId: values.guid
    .optional()
    .register(about, { group: bot, summary: "The bot's application id.", accepted: aGuid, required: true }),
  MicrosoftAppType: z.enum(['SingleTenant', 'UserAssignedMSI']).optional().register(about, {
    group: bot,
    summary: 'How the bot proves who it is.',
    accepted: 'SingleTenant or UserAssignedMSI',
    required: true,
  }),
  MicrosoftAppTenantId: values.guid
    .optional()
    .register(about, { group: bot, summary: "The bot's home tenant.", accepted: aGuid, required: true }),
  MicrosoftAppPassword: values.secret.optional().register(about, {
    group: bot,
    summary: 'Client secret of the bot; not needed when the Azure credential below belongs to the same application.',
    accepted: 'a client secret',
    secret: true,
  }),

  AZURE_TENANT_ID: values.guid
    .optional()
    .register(about, { group: azure, summary: 'Tenant of the credential.', accepted: aGuid, required: true }),
  AZURE_CLIENT_ID: values.guid.optional().register(about, {
    group: azure,
    summary: 'Application id of the credential; alone, that of a user-assigned managed identity.',
    accepted: aGuid,
  }),
  AZURE_CLIENT_SECRET: values.secret
    .optional()
    .register(about, { group: azure, summary: 'Client secret.', accepted: 'a client secret', secret: true }),
  AZURE_CLIENT_CERTIFICATE_PATH: z.string().optional().register(about, {
    group: azure,
    summary: 'PEM file with certificate and private key.',
    accepted: 'a path',
  }),
  AZURE_FEDERATED_TOKEN_FILE: z
    .string()
    .optional()
    .register(about, { group: azure, summary: "A workload identity's token file.", accepted: 'a path' }),
  AZURE_AUTHORITY_HOST: values.httpsUrl.optional().register(about, {
    group: azure,
    summary: 'Where tokens come from; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  AZURE_DISABLE_INSTANCE_DISCOVERY: values.flag.default(false).register(about, {
    group: azure,
    summary: 'Set for an authority that login.microsoftonline.com does not vouch for.',
    accepted: 'true or false',
    default: 'false',
  }),

  DEFENDER_TENANT_ID: values.guid.optional().register(about, {
    group: connection,
    summary: 'Tenant of Defender; AZURE_TENANT_ID when not set.',
    accepted: aGuid,
  }),
  SENTINEL_TENANT_ID: values.guid.optional().register(about, {
    group: connection,
    summary: 'Tenant of the workspace; AZURE_TENANT_ID when not set.',
    accepted: aGuid,
  }),
  SENTINEL_SUBSCRIPTION_ID: values.guid.optional().register(about, {
    group: connection,
    summary: 'Subscription of the workspace.',
    accepted: aGuid,
    required: true,
  }),
  SENTINEL_RESOURCE_GROUP: z
    .string()
    .regex(/^[-\w._()]{1,90}$/)
    .optional()
    .register(about, {
      group: connection,
      summary: 'Resource group of the workspace.',
      accepted: 'the name of a resource group',
      required: true,
    }),
  SENTINEL_WORKSPACE: z
    .string()
    .regex(/^[A-Za-z0-9-]{4,63}$/)
    .optional()
    .register(about, {
      group: connection,
      summary: 'Name of the Log Analytics workspace.',
      accepted: 'the name of a workspace (4 to 63 letters, digits and hyphens)',
      required: true,
    }),

  CONNECTIONS_FILE: z.string().optional().register(about, {
    group: connection,
    summary: 'Several connections instead: see docs/contracts/connections-file.md. What stands above is not set then.',
    accepted: 'the path of a JSON file',
  }),

  SYNC_MODE: z
    .enum(['auto', 'bridge', 'native', 'observe'])
    .default('auto')
    .register(about, {
      group: sync,
      summary:
        'Who carries changes across. `bridge`: Dragoman creates the Sentinel twin and carries every field. `native`: ' +
        "Microsoft's own sync does, and Dragoman watches it. `observe`: nothing is written. `auto` looks which one fits.",
      accepted: 'auto, bridge, native or observe',
      default: 'auto',
    }),
  SYNC_START: z.enum(['rehearse', 'go']).default('rehearse').register(about, {
    group: sync,
    summary: 'Whether a new connection first only reports, until an admin says `sync go`, or writes at once.',
    accepted: 'rehearse or go',
    default: 'rehearse',
  }),
  SYNC_SINCE: values.duration.prefault('P7D').register(about, {
    group: sync,
    summary: 'How far back the first cycle looks.',
    accepted: 'an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as P7D or PT12H',
    default: 'P7D',
  }),
  POLL_INTERVAL_SECONDS: values.wholeNumber(60, 86_400).prefault('300').register(about, {
    group: sync,
    summary: 'Pause between two cycles.',
    accepted: 'a whole number from 60 to 86400',
    default: '300',
  }),
  FULL_COMPARISON: values.cronExpression.default('17 3 * * *').register(about, {
    group: sync,
    summary: 'When all open incidents are compared, in TIMEZONE.',
    accepted: 'a cron expression, such as 17 3 * * *',
    default: '17 3 * * *',
  }),
  MIN_SEVERITY: z.enum(['informational', 'low', 'medium', 'high']).default('informational').register(about, {
    group: sync,
    summary: 'Less severe Defender incidents are not linked; once linked, always synced.',
    accepted: 'informational, low, medium or high',
    default: 'informational',
  }),
  CONFLICT_POLICY: conflictPolicy.prefault('newest').register(about, {
    group: sync,
    summary:
      'Who wins when both sides changed a field differently: the later change, always one side, or whoever is asked.',
    accepted: CONFLICT_POLICY_ACCEPTED,
    default: 'newest',
  }),
  CLOCK_SKEW_SECONDS: values.wholeNumber(0, 300).prefault('5').register(about, {
    group: sync,
    summary: 'Changes on the two sides closer together than this are a tie, which Sentinel wins.',
    accepted: 'a whole number from 0 to 300',
    default: '5',
  }),
  MASS_CHANGE_LIMIT: values.wholeNumber(1, 100_000).prefault('50').register(about, {
    group: sync,
    summary: 'More observed changes than this in one cycle wait until an admin says `sync go`.',
    accepted: 'a whole number from 1 to 100000',
    default: '50',
  }),
  NATIVE_DEADLINE_SECONDS: values.wholeNumber(1, 86_400).prefault('900').register(about, {
    group: sync,
    summary: "How long Microsoft's own sync has to carry a change in `native` mode before it counts as drift.",
    accepted: 'a whole number from 1 to 86400',
    default: '900',
  }),
  DRIFT_REPAIR: z.enum(['click', 'auto']).default('click').register(about, {
    group: sync,
    summary: 'Whether such drift is repaired when somebody clicks, or by itself (comments by a click only).',
    accepted: 'click or auto',
    default: 'click',
  }),
  COMMENT_MAX_LENGTH: values.wholeNumber(100, 30_000).prefault('1000').register(about, {
    group: sync,
    summary: 'Longer comments are carried in numbered parts.',
    accepted: 'a whole number from 100 to 30000',
    default: '1000',
  }),
  QUOTA_PER_MINUTE: values.wholeNumber(10, 100_000).prefault('1000').register(about, {
    group: sync,
    summary: 'Most requests a minute on behalf of one tenant.',
    accepted: 'a whole number from 10 to 100000',
    default: '1000',
  }),
  REQUEST_TIMEOUT_SECONDS: values.wholeNumber(1, 300).prefault('15').register(about, {
    group: sync,
    summary: 'How long one remote request may take.',
    accepted: 'a whole number from 1 to 300',
    default: '15',
  }),
  HUNT_DAYS: values.wholeNumber(1, 30).prefault('7').register(about, {
    group: sync,
    summary: 'How many of the last days `hunt` looks at.',
    accepted: 'a whole number from 1 to 30',
    default: '7',
  }),
  HUNT_TIMEOUT_SECONDS: values.wholeNumber(1, 300).prefault('60').register(about, {
    group: sync,
    summary: 'How long one query of `hunt` may take; Defender ends it after three minutes.',
    accepted: 'a whole number from 1 to 300',
    default: '60',
  }),

  RULES_FILE: z.string().optional().register(about, {
    group: sync,
    summary: 'Automation rules: when this, set that.',
    accepted: 'the path of a JSON file (docs/contracts/rules.md)',
  }),
  PEOPLE_FILE: z.string().optional().register(about, {
    group: sync,
    summary: 'Who is who in several tenants: see docs/contracts/people-file.md.',
    accepted: 'the path of a JSON file',
  }),

  CLOUD: z.enum(['public', 'usgov', 'usgovhigh', 'china']).default('public').register(about, {
    group: endpoints,
    summary: "Which of Microsoft's clouds; token scopes follow it.",
    accepted: 'public, usgov, usgovhigh or china',
    default: 'public',
  }),
  GRAPH_ENDPOINT: values.httpsUrl.optional().register(about, {
    group: endpoints,
    summary: 'Microsoft Graph, without a version; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  ARM_ENDPOINT: values.httpsUrl.optional().register(about, {
    group: endpoints,
    summary: 'Azure Resource Manager; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  DEFENDER_API: z.enum(['graph', 'legacy']).default('graph').register(about, {
    group: endpoints,
    summary:
      'Which of the Defender APIs is used. `legacy` is the older one, which takes no severity and no closing note.',
    accepted: 'graph or legacy',
    default: 'graph',
  }),
  DEFENDER_ENDPOINT: values.httpsUrl.optional().register(about, {
    group: endpoints,
    summary: 'The older Defender API, without `/api`, such as a regional host; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  BOT_OPENID_METADATA_URL: values.httpsOrLoopbackUrl.optional().register(about, {
    group: endpoints,
    summary: 'Where the keys of inbound tokens are published; follows CLOUD when not set.',
    accepted: `${anHttpsUrl}, or http on a loopback address`,
  }),
  BOT_TOKEN_ISSUER: values.httpsUrl.optional().register(about, {
    group: endpoints,
    summary: 'Issuer of inbound tokens; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  BOT_SERVICE_HOSTS: values.hostList.optional().register(about, {
    group: endpoints,
    summary: "Hosts that may speak for Teams besides Microsoft's own.",
    accepted: 'host names without ports, comma separated',
  }),

  ADMIN_IDS: values.guidList.optional().register(about, {
    group: people,
    summary: 'Entra object ids of the first admins; they grant roles to everybody else.',
    accepted: 'GUIDs, comma separated',
    required: true,
  }),
  ADMIN_CHANNEL: values.conversationId.optional().register(about, {
    group: people,
    summary: 'The channel or group chat that is told of what admins must see.',
    accepted: 'the id of a Teams conversation, such as 19:…@thread.tacv2, without ;messageid=',
  }),
  ROLE_GROUPS: values.roleGroups.optional().register(about, {
    group: people,
    summary:
      'Entra groups whose members have a role without a grant, in the tenant of those people. Needs GroupMember.Read.All.',
    accepted: 'role=group id, comma separated; roles are viewer, responder, manager, lead and admin',
  }),
  ALLOWED_TENANTS: values.guidList.optional().register(about, {
    group: people,
    summary: "Tenants whose people may use the bot; the bot's own when not set.",
    accepted: 'GUIDs, comma separated',
  }),
  DIGEST_DAILY: values.calendarTimes.optional().register(about, {
    group: people,
    summary: 'When the daily digest is sent, in TIMEZONE; it tells of the time since the one before.',
    accepted: 'a cron expression, such as 0 8 * * *',
  }),
  DIGEST_WEEKLY: values.calendarTimes.optional().register(about, {
    group: people,
    summary: 'When the weekly digest is sent, in TIMEZONE; it tells of the time since the one before.',
    accepted: 'a cron expression, such as 0 8 * * 1',
  }),
  DIGEST_TO: values.targets.optional().register(about, {
    group: people,
    summary: 'Who is sent the digests: channels or group chats, and people who have installed the app.',
    accepted: 'Teams conversation ids (19:…@thread.tacv2) or Entra object ids, comma separated',
  }),
  SLA_FILE: z.string().optional().register(about, {
    group: people,
    summary: 'How long people have to acknowledge and to close incidents, by severity.',
    accepted: 'the path of a JSON file (docs/contracts/sla-file.md)',
  }),
  ONCALL_FILE: z.string().optional().register(about, {
    group: people,
    summary: 'Who is on call, and how they are told of incidents that nobody acknowledged.',
    accepted: 'the path of a JSON file, or of an iCalendar file (docs/contracts/oncall-file.md)',
  }),
  PAGING_WEBHOOK_URL: values.webhookUrl.optional().register(about, {
    group: people,
    summary: 'The paging system that is told of incidents nobody acknowledged (docs/contracts/paging.md).',
    accepted: 'an https URL, or http on a loopback address while DEV_NO_AUTH is true',
    secret: true,
  }),
  PAGING_WEBHOOK_SECRET: values.longSecret.optional().register(about, {
    group: people,
    summary: 'The key every request to it is signed with.',
    accepted: 'a secret of at least 16 characters',
    secret: true,
  }),
  PAGING_FORMAT: z.enum(['json', 'pagerduty']).default('json').register(about, {
    group: people,
    summary: "What it is sent: Dragoman's own JSON, or PagerDuty's Events API v2.",
    accepted: 'json or pagerduty',
    default: 'json',
  }),
  PAGING_ROUTING_KEY: values.secret.optional().register(about, {
    group: people,
    summary: "The integration key of PagerDuty's service.",
    accepted: 'an integration key',
    secret: true,
  }),
  TIMEZONE: values.timeZone.default('UTC').register(about, {
    group: people,
    summary: 'Time zone of the times people see.',
    accepted: 'an IANA time zone, such as Europe/Berlin',
    default: 'UTC',
  }),

  PORT: values.wholeNumber(0, 65_535).prefault('3978').register(about, {
    group: processGroup,
    summary: 'Port to listen on; 0 takes any free one.',
    accepted: 'a whole number from 0 to 65535',
    default: '3978',
  }),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/)
    .default('0.0.0.0')
    .register(about, {
      group: processGroup,
      summary: 'Address to listen on.',
      accepted: 'an IP address or host name',
      default: '0.0.0.0',
    }),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/)
    .transform((url) => url.slice('file:'.length))
    .prefault('file:data/dragoman.db')
    .register(about, {
      group: processGroup,
      summary: 'Where the memory is kept.',
      accepted: 'file:<path> (this version keeps its memory in SQLite only)',
      secret: true,
      default: 'file:data/dragoman.db',
    }),
  CARD_SECRET: values.secretList.optional().register(about, {
    group: processGroup,
    summary: 'Keys that sign the buttons of cards: the first signs, all verify.',
    accepted: 'one or more secrets of at least 16 characters, comma separated',
    required: true,
    secret: true,
  }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').register(about, {
    group: processGroup,
    summary: 'Least severity of log lines.',
    accepted: 'fatal, error, warn, info, debug, trace or silent',
    default: 'info',
  }),
  DEV_NO_AUTH: values.flag.default(false).register(about, {
    group: processGroup,
    summary: 'Accept unsigned requests. For trying on one machine only: HOST must be a loopback address.',
    accepted: 'true or false',
    default: 'false',
  }),

  TEAMS_APP_NAME: values.label(30).default('Dragoman').register(about, {
    group: teamsApp,
    summary: 'What the app is called in Teams, and mentioned by.',
    accepted: 'at most 30 characters',
    default: 'Dragoman',
  }),
  TEAMS_APP_DEVELOPER: values.label(32).default('Dragoman').register(about, {
    group: teamsApp,
    summary: 'Who offers the app: the team or company people know.',
    accepted: 'at most 32 characters',
    default: 'Dragoman',
  }),
  TEAMS_APP_WEBSITE: values.httpsPage.default('https://security.microsoft.com/incidents').register(about, {
    group: teamsApp,
    summary: 'Where people get help with the app; best a page of your own.',
    accepted: aPage,
    default: 'https://security.microsoft.com/incidents',
  }),
  TEAMS_APP_PRIVACY: values.httpsPage.default('https://myaccount.microsoft.com/organizations').register(about, {
    group: teamsApp,
    summary: "The privacy statement; by default the page that shows everybody their own organisation's.",
    accepted: aPage,
    default: 'https://myaccount.microsoft.com/organizations',
  }),
  TEAMS_APP_TERMS: values.httpsPage.default('https://opensource.org/license/mit').register(about, {
    group: teamsApp,
    summary: 'The terms of use; by default the licence Dragoman comes under.',
    accepted: aPage,
    default: 'https://opensource.org/license/mit',
  }),
});

export type Environment = z.infer<typeof environment>;
