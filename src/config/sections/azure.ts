import type { ConfigFault } from '../config-error.ts';
import type { AzureSettings } from '../config.ts';
import type { ConnectionValues } from '../connection-variables.ts';

/** Of the three ways to prove who Dragoman is, each needs the application it is a proof of. */
export function checkCredential(known: ConnectionValues, managedIdentity: boolean): ConfigFault[] {
  const proofs = ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_FEDERATED_TOKEN_FILE'] as const;
  const proof = proofs.find((name) => known[name] !== undefined);
  if (known.AZURE_CLIENT_ID === undefined && proof !== undefined) {
    return [{ variable: 'AZURE_CLIENT_ID', found: 'nothing', accepted: `the application id that ${proof} belongs to` }];
  }
  if (known.AZURE_CLIENT_ID !== undefined || managedIdentity) return [];
  const accepted =
    'an Azure credential: AZURE_CLIENT_ID with AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or ' +
    'AZURE_FEDERATED_TOKEN_FILE, or alone for a managed identity';
  return [{ variable: 'AZURE_CLIENT_ID', found: 'nothing', accepted }];
}

/** The Azure credential the values describe. `identity`: the managed identity where no application is named. */
export function toAzure(known: ConnectionValues, identity: string | null): AzureSettings {
  return {
    tenantId: known.AZURE_TENANT_ID ?? null,
    clientId: known.AZURE_CLIENT_ID ?? identity,
    clientSecret: known.AZURE_CLIENT_SECRET ?? null,
    certificatePath: known.AZURE_CLIENT_CERTIFICATE_PATH ?? null,
    federatedTokenFile: known.AZURE_FEDERATED_TOKEN_FILE ?? null,
    authorityHost: known.AZURE_AUTHORITY_HOST ?? null,
    disableInstanceDiscovery: known.AZURE_DISABLE_INSTANCE_DISCOVERY ?? false,
  };
}
