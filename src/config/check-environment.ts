import { checkConnection } from './check-connection.ts';
import type { ConfigFault } from './config-error.ts';
import { PLACE_VARIABLES } from './connection-variables.ts';
import { about, environment } from './environment.ts';
import type { Environment } from './environment.ts';
import { show } from './show.ts';
import { isLoopback } from './values.ts';

/** Faults that only show when several variables are seen together. `nodeEnv` is NODE_ENV. */
export function checkEnvironment(values: Partial<Environment>, nodeEnv: string | undefined): ConfigFault[] {
  return [
    ...missing(values),
    ...checkBotSecret(values),
    ...(values.CONNECTIONS_FILE === undefined ? checkOneConnection(values) : checkManyConnections(values)),
    ...checkNoAuth(values, nodeEnv),
    ...checkDigests(values),
    ...checkPaging(values),
  ];
}

/** Without authentication the bot needs no identity. */
const IDENTITY: readonly string[] = ['MicrosoftAppId', 'MicrosoftAppType', 'MicrosoftAppTenantId'];

/** With a file, each connection in it says that for itself. */
const CONNECTION: readonly string[] = ['AZURE_TENANT_ID', ...PLACE_VARIABLES];

function missing(values: Partial<Environment>): ConfigFault[] {
  return Object.entries(environment.shape).flatMap(([variable, schema]) => {
    const { required, accepted = '' } = about.get(schema) ?? {};
    const isExcused =
      (values.DEV_NO_AUTH === true && IDENTITY.includes(variable)) ||
      (values.CONNECTIONS_FILE !== undefined && CONNECTION.includes(variable));
    if (required !== true || isExcused || variable in values) return [];
    return [{ variable, found: 'nothing', accepted }];
  });
}

/** A token for the bot must name the bot's application: another application's credential cannot get one. */
function checkBotSecret(values: Partial<Environment>): ConfigFault[] {
  const needsSecret = values.MicrosoftAppType === 'SingleTenant' && values.MicrosoftAppPassword === undefined;
  if (!needsSecret || values.DEV_NO_AUTH === true) return [];
  if (values.AZURE_CLIENT_ID !== undefined && values.AZURE_CLIENT_ID === values.MicrosoftAppId) return [];
  const accepted = 'a client secret, or an Azure credential whose AZURE_CLIENT_ID is MicrosoftAppId';
  return [{ variable: 'MicrosoftAppPassword', found: 'nothing', accepted }];
}

/** What is missing by its name has been told already. */
function checkOneConnection(values: Partial<Environment>): ConfigFault[] {
  const faults = checkConnection(values, values.MicrosoftAppType === 'UserAssignedMSI');
  return faults.filter(({ variable }) => !CONNECTION.includes(variable));
}

function checkManyConnections(values: Partial<Environment>): ConfigFault[] {
  return PLACE_VARIABLES.filter((variable) => values[variable] !== undefined).map((variable) => ({
    variable,
    found: show(values[variable]),
    accepted: 'nothing while CONNECTIONS_FILE is set',
  }));
}

function checkNoAuth(values: Partial<Environment>, nodeEnv: string | undefined): ConfigFault[] {
  if (values.DEV_NO_AUTH !== true) return [];
  const faults: ConfigFault[] = [];
  const host = values.HOST ?? '';
  if (!isLoopback(host)) {
    faults.push({
      variable: 'HOST',
      found: JSON.stringify(host),
      accepted: 'a loopback address while DEV_NO_AUTH is true',
    });
  }
  if (nodeEnv === 'production') {
    faults.push({ variable: 'DEV_NO_AUTH', found: '"true"', accepted: 'false while NODE_ENV is production' });
  }
  return faults;
}

/** A digest that is sent to nobody is a mistake, and so are readers of none. */
function checkDigests({ DIGEST_DAILY, DIGEST_WEEKLY, DIGEST_TO }: Partial<Environment>): ConfigFault[] {
  const isScheduled = DIGEST_DAILY !== undefined || DIGEST_WEEKLY !== undefined;
  if (isScheduled === (DIGEST_TO !== undefined)) return [];
  const variable = isScheduled ? 'DIGEST_TO' : 'DIGEST_DAILY';
  const accepted = isScheduled
    ? 'Teams conversation ids or Entra object ids while DIGEST_DAILY or DIGEST_WEEKLY is set'
    : 'a cron expression here or in DIGEST_WEEKLY while DIGEST_TO is set';
  return [{ variable, found: 'nothing', accepted }];
}

/** What a paging system needs besides its address, and what means nothing without it. */
function checkPaging(values: Partial<Environment>): ConfigFault[] {
  const { PAGING_WEBHOOK_URL: url, PAGING_FORMAT: format, DEV_NO_AUTH: isDevelopment } = values;
  const fault = (variable: string, accepted: string) => ({ variable, found: 'nothing', accepted });
  if (url === undefined) {
    const isOrphan = values.PAGING_WEBHOOK_SECRET !== undefined || values.PAGING_ROUTING_KEY !== undefined;
    return isOrphan ? [fault('PAGING_WEBHOOK_URL', 'an https URL while there is a secret for it')] : [];
  }
  const faults: ConfigFault[] = [];
  if (url.reveal().startsWith('http:') && isDevelopment !== true)
    faults.push({ variable: 'PAGING_WEBHOOK_URL', found: 'an http URL', accepted: 'an https URL' });
  if (values.PAGING_WEBHOOK_SECRET === undefined)
    faults.push(fault('PAGING_WEBHOOK_SECRET', 'a secret of at least 16 characters while PAGING_WEBHOOK_URL is set'));
  if (format === 'pagerduty' && values.PAGING_ROUTING_KEY === undefined)
    faults.push(fault('PAGING_ROUTING_KEY', 'an integration key while PAGING_FORMAT is pagerduty'));
  if (values.ONCALL_FILE === undefined)
    faults.push(fault('ONCALL_FILE', 'a file that says when people are paged, while PAGING_WEBHOOK_URL is set'));
  return faults;
}
