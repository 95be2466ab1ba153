import type { TokenCredential } from '@azure/core-auth';
import { ServiceClientCredentialsFactory } from 'botframework-connector';

type ServiceClientCredentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;

/**
 * The SDK's credentials on an Azure credential: secret, certificate, workload and managed identity are one
 * code path. Without an identity nothing is checked and nothing signed; only development runs that way.
 */
export class AzureServiceCredentials extends ServiceClientCredentialsFactory {
  readonly #identity: { appId: string; credential: TokenCredential } | null;

  constructor(identity: { appId: string; credential: TokenCredential } | null) {
    super();
    this.#identity = identity;
  }

  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(this.#identity !== null && appId.toLowerCase() === this.#identity.appId.toLowerCase());
  }

  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(this.#identity === null);
  }

  override createCredentials(_appId: string, audience: string | undefined): Promise<ServiceClientCredentials> {
    const identity = this.#identity;
    const credentials: ServiceClientCredentials = {
      async signRequest(request) {
        if (identity === null) return request;
        const token = await identity.credential.getToken(`${audience ?? 'https://api.botframework.com'}/.default`);
        if (token === null) throw new Error('no token for the Bot Framework was issued');
        request.headers.set('Authorization', `Bearer ${token.token}`);
        return request;
      },
    };
    return Promise.resolve(credentials);
  }
}
