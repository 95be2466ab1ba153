import type { TokenCredential } from '@azure/core-auth';
import { RemoteError } from '../sync/ports/remote-error.ts';
import { errorCode, withoutSecrets } from './redact.ts';

/** How every failure to get a token begins: nothing was asked of the service itself. */
export const NO_TOKEN = 'no token for';

const NO_ANSWER =
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|network_error|endpoints_resolution_error)\b/;

/**
 * The credential with its failures told apart: Entra's refusal is `unauthorized` with nothing but its AADSTS
 * code (the text names tenant and application), or what is wrong with its file; an Entra that cannot be reached is `unreachable`. Neither
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
  const reason = refusal ?? ownFault(error) ?? cause.name;
  return new RemoteError('unauthorized', `${NO_TOKEN} ${scope}: ${reason}`, { cause });
}

const UNREADABLE = new Set(['ENOENT', 'EACCES', 'EISDIR', 'EPERM', 'ENOTDIR']);

/** What is wrong on this machine: the file that proves who we are. It is looked at again for the next token. */
function ownFault(error: unknown): string | null {
  const code = errorCode(error) ?? '';
  if (UNREADABLE.has(code)) return `the credential's file cannot be read (${code})`;
  if (code.startsWith('ERR_OSSL')) return "the credential's file holds no private key that can be used";
  if (String(error).includes('PEM')) return "the credential's file holds no PEM certificate";
  return null;
}
