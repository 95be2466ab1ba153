import { bearerTokenAuthenticationPolicy } from '@azure/core-rest-pipeline';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { guardToken } from '../guard-token.ts';
import type { Credential } from '../late-credential.ts';
import { monotonicClock } from '../monotonic-clock.ts';

export interface AuthenticateSettings {
  credential: Credential;
  scope: string;
  /** How long a token may take to come. */
  timeoutMs: number;
}

/** A service that takes no token of ours at all must not have Entra asked with every request. */
const RENEW_EVERY_MS = 60_000;

/**
 * Gives a request its bearer token. One that the service does not take (401) is not kept until it expires: it may have
 * been revoked, garbled on its way, or say less than has been granted since.
 */
export function authenticate({ credential, scope, timeoutMs }: AuthenticateSettings): PipelinePolicy {
  const guarded = guardToken(credential, { timeoutMs });
  const withNoToken = () => bearerTokenAuthenticationPolicy({ credential: guarded, scopes: scope });
  let bearer = withNoToken();
  let renewedAt = Number.NEGATIVE_INFINITY;
  return {
    name: 'authenticate',
    async sendRequest(request, next) {
      const used = bearer;
      const response = await used.sendRequest(request, next);
      const now = monotonicClock.now();
      if (response.status === 401 && used === bearer && now >= renewedAt + RENEW_EVERY_MS) {
        renewedAt = now;
        credential.forget?.();
        bearer = withNoToken();
      }
      return response;
    },
  };
}
