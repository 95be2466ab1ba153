import { z } from 'zod';
import { about, aGuid, anHttpsUrl } from '../about.ts';
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
