import { NO_TOKEN } from '../azure/guard-token.ts';

const SEE_TOKEN = 'Get a token first: see the token check.';
const SEE_READ = 'Find the workspace first: see the check read.sentinel.';

/** What to do about a failed request: where it failed for want of a token, that is what to look at, not `advice`. */
export function unlessTokenless(reason: string, advice: string): string {
  return reason.includes(NO_TOKEN) ? SEE_TOKEN : advice;
}

/** The same of the workspace, which has to be there besides before anything about it can be said. */
export function unlessUnfound(reason: string, advice: string): string {
  return reason.includes('HTTP 404') ? SEE_READ : unlessTokenless(reason, advice);
}
