import { NO_TOKEN } from '../azure/guard-token.ts';

const SEE_TOKEN = 'Get a token first: see the token check.';

/** What to do about a failed request: where it failed for want of a token, that is what to look at, not `advice`. */
export function unlessTokenless(reason: string, advice: string): string {
  return reason.includes(NO_TOKEN) ? SEE_TOKEN : advice;
}
