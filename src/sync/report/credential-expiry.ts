import type { CredentialExpiry } from '../ports/credential-expiry.ts';

/** Time enough to renew a secret in an organisation with a change process. */
export const EXPIRY_WARNING_DAYS = 30;

const DAY_MS = 24 * 3600_000;

/** Whole days until a credential expires, rounded down; negative once it has. */
export function daysLeft({ expiresAt }: CredentialExpiry, now: Date): number {
  return Math.floor((Date.parse(expiresAt) - now.getTime()) / DAY_MS);
}

/** `soon`: within EXPIRY_WARNING_DAYS. Pure. */
export function judgeExpiry(expiry: CredentialExpiry, now: Date): 'valid' | 'soon' | 'expired' {
  if (Date.parse(expiry.expiresAt) <= now.getTime()) return 'expired';
  return daysLeft(expiry, now) < EXPIRY_WARNING_DAYS ? 'soon' : 'valid';
}
