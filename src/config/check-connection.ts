import type { ConfigFault } from './config-error.ts';
import type { ConnectionValues } from './connection-variables.ts';
import { about, environment } from './environment.ts';

const NEEDED = ['SENTINEL_SUBSCRIPTION_ID', 'SENTINEL_RESOURCE_GROUP', 'SENTINEL_WORKSPACE'] as const;

/** What a connection lacks, or has two ways. `managedIdentity`: there is one without being named. */
export function checkConnection(values: ConnectionValues, managedIdentity: boolean): ConfigFault[] {
  return [
    ...checkTenants(values),
    ...NEEDED.filter((variable) => values[variable] === undefined).map((variable) => missing(variable)),
    ...checkCredential(values, managedIdentity),
    ...checkDefenderApi(values),
  ];
}

function missing(variable: (typeof NEEDED)[number] | 'AZURE_TENANT_ID'): ConfigFault {
  return { variable, found: 'nothing', accepted: about.get(environment.shape[variable])?.accepted ?? '' };
}

function checkTenants({ AZURE_TENANT_ID, DEFENDER_TENANT_ID, SENTINEL_TENANT_ID }: ConnectionValues): ConfigFault[] {
  const areKnown = DEFENDER_TENANT_ID !== undefined && SENTINEL_TENANT_ID !== undefined;
  return AZURE_TENANT_ID !== undefined || areKnown ? [] : [missing('AZURE_TENANT_ID')];
}

/** Of the three ways to prove who Dragoman is, each needs the application it is a proof of. */
export function checkCredential(values: ConnectionValues, managedIdentity: boolean): ConfigFault[] {
  const proofs = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_FEDERATED_TOKEN_FILE'] as const;
  const proof = proofs.find((name) => values[name] !== undefined);
  if (values.AZURE_CLIENT_ID === undefined && proof !== undefined) {
    return [{ variable: 'AZURE_CLIENT_ID', found: 'nothing', accepted: `the application id that ${proof} belongs to` }];
  }
  if (values.AZURE_CLIENT_ID !== undefined || managedIdentity) return [];
  const accepted =
    'an Azure credential: AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or ' +
    'AZURE_FEDERATED_TOKEN_FILE, or alone for a managed identity';
  return [{ variable: 'AZURE_CLIENT_ID', found: 'nothing', accepted }];
}

/** Azure China has no older Defender API, and so no resource that a token for it could name. */
function checkDefenderApi(values: ConnectionValues): ConfigFault[] {
  if (values.DEFENDER_API !== 'legacy' || values.CLOUD !== 'china') return [];
  return [{ variable: 'DEFENDER_API', found: '"legacy"', accepted: 'graph while CLOUD is china' }];
}
