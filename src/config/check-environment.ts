import type { ConfigFault } from './config-error.ts';
import { about, environment } from './environment.ts';
import type { Environment } from './environment.ts';
import { isLoopback } from './values.ts';

/** Faults that only show when several variables are seen together. `nodeEnv` is NODE_ENV. */
export function checkEnvironment(values: Partial<Environment>, nodeEnv: string | undefined): ConfigFault[] {
  return [
    ...missing(values),
    ...checkBotSecret(values),
    ...checkAzureCredential(values),
    ...checkDefenderApi(values),
    ...checkNoAuth(values, nodeEnv),
  ];
}

/** Without authentication the bot needs no identity. */
const IDENTITY: readonly string[] = ['MicrosoftAppId', 'MicrosoftAppType', 'MicrosoftAppTenantId'];

function missing(values: Partial<Environment>): ConfigFault[] {
  return Object.entries(environment.shape).flatMap(([variable, schema]) => {
    const { required, accepted = '' } = about.get(schema) ?? {};
    const isExcused = values.DEV_NO_AUTH === true && IDENTITY.includes(variable);
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

function checkAzureCredential(values: Partial<Environment>): ConfigFault[] {
  const proofs = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_FEDERATED_TOKEN_FILE'] as const;
  const proof = proofs.find((name) => values[name] !== undefined);
  if (values.AZURE_CLIENT_ID === undefined && proof !== undefined) {
    return [{ variable: 'AZURE_CLIENT_ID', found: 'nothing', accepted: `the application id that ${proof} belongs to` }];
  }
  if (values.AZURE_CLIENT_ID !== undefined || values.MicrosoftAppType === 'UserAssignedMSI') return [];
  const accepted =
    'an Azure credential: AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or ' +
    'AZURE_FEDERATED_TOKEN_FILE, or alone for a managed identity';
  return [{ variable: 'AZURE_CLIENT_ID', found: 'nothing', accepted }];
}

/** Azure China has no older Defender API, and so no resource that a token for it could name. */
function checkDefenderApi(values: Partial<Environment>): ConfigFault[] {
  if (values.DEFENDER_API !== 'legacy' || values.CLOUD !== 'china') return [];
  return [{ variable: 'DEFENDER_API', found: '"legacy"', accepted: 'graph while CLOUD is china' }];
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
