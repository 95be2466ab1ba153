import { z } from 'zod';
import { about, aGuid, anHttpsUrl } from '../about.ts';
import type { ConfigFault } from '../config-error.ts';
import type { AzureSettings } from '../config.ts';
import type { ConnectionValues } from '../connection-variables.ts';
import * as values from '../values.ts';

const group = 'Azure credential (a secret, a certificate, a federated token or a managed identity)';

/** Who Dragoman is to Entra, in whichever tenant. */
export const azureVariables = {
  AZURE_TENANT_ID: values.guid
    .optional()
    .register(about, { group, summary: 'Tenant of the credential.', accepted: aGuid, required: true }),
  AZURE_CLIENT_ID: values.guid.optional().register(about, {
    group,
    summary: 'Application id of the credential; alone, that of a user-assigned managed identity.',
    accepted: aGuid,
  }),
  AZURE_CLIENT_SECRET: values.secret
    .optional()
    .register(about, { group, summary: 'Client secret.', accepted: 'a client secret', secret: true }),
  AZURE_CLIENT_CERTIFICATE_PATH: z.string().optional().register(about, {
    group,
    summary: 'PEM file with certificate and private key.',
    accepted: 'a path',
  }),
  AZURE_FEDERATED_TOKEN_FILE: z
    .string()
    .optional()
    .register(about, { group, summary: "A workload identity's token file.", accepted: 'a path' }),
  AZURE_AUTHORITY_HOST: values.httpsUrl.optional().register(about, {
    group,
    summary: 'Where tokens come from; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  AZURE_DISABLE_INSTANCE_DISCOVERY: values.flag.default(false).register(about, {
    group,
    summary: 'Set for an authority that login.microsoftonline.com does not vouch for.',
    accepted: 'true or false',
    default: 'false',
  }),
};

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
