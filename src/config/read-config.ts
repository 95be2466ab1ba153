import type { Rule } from '../automation/rule.ts';
import type { KnownPerson } from '../incident/people.ts';
import type { OncallPolicy } from '../oncall/policy.ts';
import type { SlaPolicy } from '../sla/policy.ts';
import { about } from './about.ts';
import { checkEnvironment } from './check-environment.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigFault } from './config-error.ts';
import type { Config, ConnectionConfig } from './config.ts';
import { isConnectionVariable } from './connection-variables.ts';
import type { ConnectionValues } from './connection-variables.ts';
import { environment } from './environment.ts';
import type { Environment } from './environment.ts';
import { readPeopleFile } from './people-file.ts';
import { readConnectionsFile } from './read-connections-file.ts';
import { readOncallFile } from './read-oncall-file.ts';
import { readRulesFile } from './read-rules-file.ts';
import { show } from './show.ts';
import { readSlaFile } from './sla-file.ts';
import { toConnection } from './to-connection.ts';
import { toAzure } from './sections/azure.ts';
import { toBot } from './sections/bot.ts';
import { toDigests } from './sections/digests.ts';
import { toBotEndpoints } from './sections/endpoints.ts';
import { toPaging } from './sections/oncall.ts';
import { NO_AUTH_WARNING, toProcess } from './sections/process.ts';
import { warnOfConnection } from './warn-of-connection.ts';

type Env = Record<string, string | undefined>;

/**
 * The configuration an environment describes. An empty variable counts as missing.
 * @throws ConfigError that lists every fault, never only the first.
 */
export function readConfig(env: Env): Config {
  const { values, faults } = readVariables(env, Object.keys(environment.shape) as (keyof Environment)[]);
  // A variable whose value is wrong is not missing as well.
  const readable = new Set(faults.map((fault) => fault.variable));
  faults.push(...checkEnvironment(values, env.NODE_ENV).filter((fault) => !readable.has(fault.variable)));
  const files = readFiles(values, env);
  faults.push(...files.faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return toConfig(values as Environment, files);
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
    if (!result.success)
      faults.push({
        variable,
        found: show(found, about.get(environment.shape[variable])?.secret),
        accepted: about.get(environment.shape[variable])?.accepted ?? '',
      });
    else if (result.data !== undefined) values[variable] = result.data;
  }
  return { values, faults };
}

/** What the files say that variables name. */
interface Files {
  connections: ConnectionConfig[];
  people: KnownPerson[];
  rules: Rule[];
  oncall: OncallPolicy | null;
  sla: SlaPolicy | null;
  faults: ConfigFault[];
  warnings: string[];
}

function readFiles(values: Partial<Environment>, env: Env): Files {
  const { connections, warnings, faults } = readConnections(values, env);
  const path = values.PEOPLE_FILE;
  const { people, faults: more } = path === undefined ? { people: [], faults: [] } : readPeopleFile(path);
  const rulesPath = values.RULES_FILE;
  const { rules, faults: ofRules } = rulesPath === undefined ? { rules: [], faults: [] } : readRulesFile(rulesPath);
  const { sla, faults: ofSla } =
    values.SLA_FILE === undefined ? { sla: null, faults: [] } : readSlaFile(values.SLA_FILE);
  const { oncall, faults: ofOncall } = readOncall(values, people);
  const all = [...faults, ...more, ...ofRules, ...ofOncall, ...ofSla];
  return { connections, people, rules, oncall, sla, warnings, faults: all };
}

function readOncall(values: Partial<Environment>, known: KnownPerson[]): Pick<Files, 'oncall' | 'faults'> {
  if (values.ONCALL_FILE === undefined) return { oncall: null, faults: [] };
  return readOncallFile(values.ONCALL_FILE, {
    timeZone: values.TIMEZONE ?? 'UTC',
    known,
    tenantId: values.MicrosoftAppTenantId ?? values.AZURE_TENANT_ID ?? null,
    adminIds: values.ADMIN_IDS ?? [],
    now: Date.now(),
  });
}

function readConnections(values: Partial<Environment>, env: Env): Pick<Files, 'connections' | 'faults' | 'warnings'> {
  const path = values.CONNECTIONS_FILE;
  if (path === undefined) return { connections: [], faults: [], warnings: warnOfConnection(values, values) };
  const file = readConnectionsFile(path, { values: connectionValues(values), env, identity: managedIdentity(values) });
  const isUnused = file.connections.every(({ endpoints }) => endpoints.defenderApi !== 'legacy');
  const warnings = isUnused ? warnOfConnection(values, { DEFENDER_API: 'graph' }) : [];
  return { ...file, warnings: [...file.warnings, ...warnings] };
}

function connectionValues(values: Partial<Environment>): ConnectionValues {
  return Object.fromEntries(Object.entries(values).filter(([variable]) => isConnectionVariable(variable)));
}

/** The bot's own, which then is the Azure credential as well where that names no application. */
function managedIdentity({ MicrosoftAppType, MicrosoftAppId }: Partial<Environment>): string | null {
  return MicrosoftAppType === 'UserAssignedMSI' ? (MicrosoftAppId ?? null) : null;
}

function toConfig(values: Environment, files: Files): Config {
  // The required ones were found present by the check above.
  const required = values as { [V in keyof Environment]-?: NonNullable<Environment[V]> };
  const bot = toBot(values);
  const identity = managedIdentity(values);
  const one = () => toConnection(undefined, connectionValues(values), identity);
  const connections = values.CONNECTIONS_FILE === undefined ? [one()] : files.connections;
  return {
    bot,
    azure: toAzure(values, identity),
    connections,
    requests: { quotaPerMinute: values.QUOTA_PER_MINUTE, timeoutSeconds: values.REQUEST_TIMEOUT_SECONDS },
    endpoints: toBotEndpoints(values),
    automation: { rules: files.rules },
    oncall: files.oncall,
    paging: toPaging(values),
    sla: files.sla,
    people: {
      adminIds: required.ADMIN_IDS,
      allowedTenants: values.ALLOWED_TENANTS ?? [
        bot?.tenantId ?? values.AZURE_TENANT_ID ?? connections[0]!.defenderTenantId,
      ],
      adminChannel: values.ADMIN_CHANNEL ?? null,
      roleGroups: values.ROLE_GROUPS ?? [],
      known: files.people,
      timeZone: values.TIMEZONE,
      digests: toDigests(values),
    },
    process: toProcess(values),
    warnings: [...(values.DEV_NO_AUTH ? [NO_AUTH_WARNING] : []), ...files.warnings],
  };
}

function given(env: Env, variable: string): string | undefined {
  const value = env[variable]?.trim();
  return value === '' ? undefined : value;
}
