import type { TokenCredential } from '@azure/core-auth';
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';

/** Who Dragoman is to one tenant. The first of secret, certificate and federated token that is given counts. */
export interface CredentialSettings {
  tenantId: string;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /** A PEM file that holds certificate and private key. */
  certificatePath?: string | undefined;
  /** The file a workload identity's token is projected into. */
  federatedTokenFile?: string | undefined;
  /** Use the machine's own identity, even where one of the above is given. */
  managedIdentity?: boolean | undefined;
  /** Must be https: the library refuses anything else. */
  authorityHost: string;
  /** Needed for an authority that login.microsoftonline.com does not vouch for. */
  disableInstanceDiscovery: boolean;
}

/**
 * The Azure credential the settings describe. With only a client id, or nothing, it is a managed identity:
 * user-assigned or the system's. Throws an Error that says what is missing; asks nobody for a token yet.
 */
export function createCredential(settings: CredentialSettings): TokenCredential {
  const { tenantId, clientId, authorityHost, disableInstanceDiscovery } = settings;
  const authority = { authorityHost, disableInstanceDiscovery };
  if (settings.managedIdentity !== true) {
    if (settings.clientSecret) {
      return new ClientSecretCredential(tenantId, needed(clientId, 'secret'), settings.clientSecret, authority);
    }
    if (settings.certificatePath) {
      const certificatePath = settings.certificatePath;
      return new ClientCertificateCredential(tenantId, needed(clientId, 'certificate'), { certificatePath }, authority);
    }
    if (settings.federatedTokenFile) {
      const tokenFilePath = settings.federatedTokenFile;
      const federated = { tenantId, clientId: needed(clientId, 'federated token'), tokenFilePath };
      return new WorkloadIdentityCredential({ ...federated, ...authority });
    }
  }
  return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
}

function needed(clientId: string | undefined, kind: string): string {
  if (!clientId) throw new Error(`a client ${kind} needs the client id of the application it belongs to`);
  return clientId;
}
