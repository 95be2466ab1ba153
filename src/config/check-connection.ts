import { about } from './about.ts';
import type { ConfigFault } from './config-error.ts';
import type { ConnectionValues } from './connection-variables.ts';
import { environment } from './environment.ts';
import { checkCredential } from './sections/azure.ts';
import { checkDefenderApi } from './sections/endpoints.ts';

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
