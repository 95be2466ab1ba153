import type { AzureSettings } from '../config/config.ts';

/** What the Azure credential is made of, by its variables, as the object of "check …". */
export function describeProof(azure: AzureSettings): string {
  if (azure.clientSecret !== null) return 'AZURE_CLIENT_ID and AZURE_CLIENT_SECRET';
  if (azure.certificatePath !== null)
    return 'AZURE_CLIENT_ID and the PEM file of AZURE_CLIENT_CERTIFICATE_PATH (certificate and private key, readable)';
  if (azure.federatedTokenFile !== null)
    return 'AZURE_CLIENT_ID and the token in the file of AZURE_FEDERATED_TOKEN_FILE';
  return 'that this machine has a managed identity, and AZURE_CLIENT_ID where it has more than one';
}
