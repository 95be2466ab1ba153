import type { TokenCredential } from '@azure/core-auth';

/** A credential that may hold the tokens it was given, and then can be told to hold them no longer. */
export interface Credential extends TokenCredential {
  /** The next token is asked of Entra itself, whatever the ones from before say about how long they live. */
  forget?(): void;
}

/**
 * A credential that is made when its first token is asked for, and again until that succeeds: one that cannot be
 * made is a failed request of its connection, and no reason for the others not to start. The libraries keep a token
 * until it expires by its own account, so one that the services do not take is got rid of by making it anew.
 */
export function lateCredential(make: () => TokenCredential): Required<Credential> {
  let made: TokenCredential | null = null;
  return {
    getToken: async (scopes, options) => (made ??= make()).getToken(scopes, options),
    forget() {
      made = null;
    },
  };
}
