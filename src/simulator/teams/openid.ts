import { HttpError } from '../http-error.ts';
import type { SimHandler } from '../server.ts';
import type { TokenSigner } from './token-signer.ts';

/** The metadata from which the bot learns the keys that inbound tokens are signed with. */
export function openIdHandler(signer: TokenSigner, baseUrl: () => string): SimHandler {
  return (request) => {
    if (request.method === 'GET' && request.path === '/v1/.well-known/openidconfiguration') {
      return {
        status: 200,
        body: {
          issuer: signer.issuer,
          authorization_endpoint: 'https://invalid.botframework.com',
          jwks_uri: `${baseUrl()}/v1/.well-known/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
          token_endpoint_auth_methods_supported: ['private_key_jwt'],
        },
      };
    }
    if (request.method === 'GET' && request.path === '/v1/.well-known/keys') {
      return { status: 200, body: signer.keySet() };
    }
    throw new HttpError(404);
  };
}
