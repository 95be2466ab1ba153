import { about } from './about.ts';
import { checkConnection } from './check-connection.ts';
import type { ConfigFault } from './config-error.ts';
import { PLACE_VARIABLES } from './connection-variables.ts';
import { environment } from './environment.ts';
import type { Environment } from './environment.ts';
import { show } from './show.ts';
import { checkBotSecret } from './sections/bot.ts';
import { checkDigests } from './sections/digests.ts';
import { checkPaging } from './sections/oncall.ts';
import { checkNoAuth } from './sections/process.ts';

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
