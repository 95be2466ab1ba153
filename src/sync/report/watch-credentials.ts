import { EXPIRY_WARNING_DAYS, daysLeft, judgeExpiry } from './credential-expiry.ts';
import type { Clock } from '../ports/clock.ts';
import type { CredentialExpiry, CredentialExpiryPort } from '../ports/credential-expiry.ts';
import type { Trouble } from '../ports/desk.ts';

/** Expiry dates do not move, but somebody may renew a secret: that is seen within a day. */
const READ_AGAIN_MILLISECONDS = 24 * 3_600_000;

/** A credential of this process, and what it is for in words for people. */
export interface WatchedCredential {
  /** "the bot", "reading and writing incidents". */
  purpose: string;
  port: CredentialExpiryPort;
}

/**
 * Tells of credentials that are about to expire, or have. What cannot be read is no trouble of its own (it takes a
 * permission that is optional): the doctor says so.
 */
export function watchCredentials(credentials: WatchedCredential[], clock: Clock): () => Promise<Trouble[]> {
  const read = new Map<WatchedCredential, { at: number; expiry: Promise<CredentialExpiry | null> }>();

  function expiryOf(credential: WatchedCredential): Promise<CredentialExpiry | null> {
    const now = clock.now().getTime();
    const known = read.get(credential);
    if (known !== undefined && now < known.at + READ_AGAIN_MILLISECONDS) return known.expiry;
    const expiry = credential.port.read().then((answer) => (answer.known ? answer.value : null));
    read.set(credential, { at: now, expiry });
    return expiry;
  }

  return async () => {
    const found = await Promise.all(
      credentials.map(async (credential) => troubleOf(credential, await expiryOf(credential), clock.now())),
    );
    return found.filter((trouble) => trouble !== null);
  };
}

function troubleOf({ purpose, port }: WatchedCredential, expiry: CredentialExpiry | null, now: Date): Trouble | null {
  const judgement = expiry === null ? 'valid' : judgeExpiry(expiry, now);
  if (expiry === null || judgement === 'valid') return null;
  const day = expiry.expiresAt.slice(0, 10);
  const when = judgement === 'expired' ? `expired on ${day}` : `expires on ${day}, in ${daysLeft(expiry, now)} days`;
  return {
    key: `credential/${port.clientId ?? 'own'}/${expiry.expiresAt}`,
    connectionId: null,
    cause: { kind: 'credential' },
    connection: 'Credentials',
    sentence: `The ${expiry.kind} for ${purpose} (application ${port.clientId ?? 'unknown'}) ${when}.`,
    advice: 'Make a new one in Entra, put it where the old one is configured, and restart Dragoman.',
    since: new Date(Date.parse(expiry.expiresAt) - EXPIRY_WARNING_DAYS * 24 * 3_600_000).toISOString(),
  };
}
