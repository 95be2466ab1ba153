import type { TokenCredential } from '@azure/core-auth';

/**
 * A credential that is made when its first token is asked for, and again until that succeeds: one that cannot be
 * made is a failed request of its connection, and no reason for the others not to start.
 */
export function lateCredential(make: () => TokenCredential): TokenCredential {
  let made: TokenCredential | null = null;
  return {
    getToken: async (scopes, options) => (made ??= make()).getToken(scopes, options),
  };
}
