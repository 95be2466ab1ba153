import type { AccessToken, TokenCredential } from '@azure/core-auth';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { Credential } from './late-credential.ts';
import { RequestTimedOut, inTime } from './policies/time-out.ts';
import { errorCode, withoutSecrets } from './redact.ts';

/** How every failure to get a token begins: nothing was asked of the service itself. */
export const NO_TOKEN = 'no token for';

const NO_ANSWER =
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|network_error|endpoints_resolution_error)\b/;

export interface GuardTokenSettings {
  /** How long a token may take to come; the library waits for one as long as the connection stands. */
  timeoutMs?: number;
  /** Milliseconds; tests pass their own. */
  now?: () => number;
}

/**
 * The credential with its failures told apart: Entra's refusal is `unauthorized` with nothing but its AADSTS
 * code (the text names tenant and application), or what is wrong with its file; an Entra that cannot be reached, or
 * says nothing, is `unreachable`. Neither leaves a write in doubt, since nothing was sent.
 */
export function guardToken(credential: Credential, settings: GuardTokenSettings = {}): TokenCredential {
  const { timeoutMs, now = Date.now } = settings;
  return {
    async getToken(scopes, options) {
      try {
        // Whoever needs a token meanwhile waits for this one: if it never came, nobody would ask for another.
        const asked = credential.getToken(scopes, options);
        const token = await (timeoutMs === undefined ? asked : inTime(asked, timeoutMs));
        if (isSendable(token)) return withCredibleExpiry(token, now());
        credential.forget?.();
        throw new RemoteError('unauthorized', `${NO_TOKEN} ${String(scopes)}: ${WITHOUT_TOKEN}`);
      } catch (error) {
        if (error instanceof RemoteError) throw error;
        throw tokenFailure(error, String(scopes));
      }
    },
  };
}

/** Tokens of Entra are letters, digits and a few signs (RFC 6750), and fit in a header with room to spare. */
const SENDABLE = /^[\w.~+/=-]{1,16000}$/;

function isSendable(token: AccessToken | null): token is AccessToken {
  return typeof token?.token === 'string' && SENDABLE.test(token.token);
}

/** Longer than any token of Entra lives. */
const LONGEST_LIFE_MS = 28 * 3600_000;
/** Where nothing tells when it expires, a new one is asked for soon. */
const UNKNOWN_LIFE_MS = 5 * 60_000;

/**
 * A token that claims to live for ever, or does not say how long it lives, would be sent until the process ends, long
 * after the service has stopped taking it.
 */
function withCredibleExpiry(token: AccessToken, now: number): AccessToken {
  const { expiresOnTimestamp: said } = token;
  const expiresOnTimestamp = Number.isFinite(said) ? Math.min(said, now + LONGEST_LIFE_MS) : now + UNKNOWN_LIFE_MS;
  return { ...token, expiresOnTimestamp };
}

function tokenFailure(error: unknown, scope: string): RemoteError {
  const cause = withoutSecrets(error);
  const text = error instanceof Error ? `${errorCode(error) ?? ''} ${error.message}` : String(error);
  const refusal = /\bAADSTS\d+\b/.exec(text)?.[0];
  const isSilent = error instanceof RequestTimedOut || cause.name === 'AbortError' || NO_ANSWER.test(text);
  if (refusal === undefined && isSilent) {
    return new RemoteError('unreachable', `${NO_TOKEN} ${scope}: the authority did not answer`, { cause });
  }
  const reason = refusal ?? ownFault(error) ?? (NOT_A_TOKEN.test(text) ? WITHOUT_TOKEN : cause.name);
  return new RemoteError('unauthorized', `${NO_TOKEN} ${scope}: ${reason}`, { cause });
}

/** What the libraries make of an answer that is neither a token nor a refusal: a web page, nothing, another object. */
const NOT_A_TOKEN = /\bunknown_error\b|\[object Object\]|no "?(?:expiresOn|accessToken)"? property/;
const WITHOUT_TOKEN = 'the authority answered with something that is no token';

const UNREADABLE = new Set(['ENOENT', 'EACCES', 'EISDIR', 'EPERM', 'ENOTDIR']);

/** What is wrong on this machine: the file that proves who we are. It is looked at again for the next token. */
function ownFault(error: unknown): string | null {
  const code = errorCode(error) ?? '';
  if (UNREADABLE.has(code)) return `the credential's file cannot be read (${code})`;
  if (code.startsWith('ERR_OSSL')) return "the credential's file holds no private key that can be used";
  if (String(error).includes('PEM')) return "the credential's file holds no PEM certificate";
  return null;
}
