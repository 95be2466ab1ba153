import type { TokenCredential } from '@azure/core-auth';
import { RemoteError } from '../sync/ports/remote-error.ts';
import { errorCode, withoutSecrets } from './redact.ts';

/** How every failure to get a token begins: nothing was asked of the service itself. */
export const NO_TOKEN = 'no token for';

const NO_ANSWER =
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|network_error|endpoints_resolution_error)\b/;

/**
 * The credential with its failures told apart: Entra's refusal is `unauthorized` with nothing but its AADSTS
 * code (the text names tenant and application), an Entra that cannot be reached is `unreachable`. Neither
 * leaves a write in doubt, since nothing was sent.
 */
export function guardToken(credential: TokenCredential): TokenCredential {
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        throw tokenFailure(error, String(scopes));
      }
    },
  };
}

function tokenFailure(error: unknown, scope: string): RemoteError {
  const cause = withoutSecrets(error);
  const text = error instanceof Error ? `${errorCode(error) ?? ''} ${error.message}` : String(error);
  const refusal = /\bAADSTS\d+\b/.exec(text)?.[0];
  if (refusal === undefined && (cause.name === 'AbortError' || NO_ANSWER.test(text))) {
    return new RemoteError('unreachable', `${NO_TOKEN} ${scope}: the authority did not answer`, { cause });
  }
  return new RemoteError('unauthorized', `${NO_TOKEN} ${scope}: ${refusal ?? cause.name}`, { cause });
}
