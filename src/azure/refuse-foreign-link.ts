import { RemoteError } from '../sync/ports/remote-error.ts';
import { redact } from './redact.ts';

/**
 * Throws RemoteError `unreadable` for a next link that leaves the service it came from (its origin, and the
 * path it is served under). Whatever is requested carries the bearer token, so a link to elsewhere would hand
 * the token over.
 */
export function refuseForeignLink(link: string, endpoint: string): void {
  const base = new URL(endpoint);
  const path = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  if (URL.canParse(link)) {
    const url = new URL(link);
    const isBare = url.username === '' && url.password === '';
    if (isBare && url.origin === base.origin && url.pathname.startsWith(path)) return;
  }
  const where = URL.canParse(link) ? new URL(link).origin : link;
  throw new RemoteError(
    'unreadable',
    `the next page is said to be at ${redact(where, 80)}, which is not ${base.origin}`,
  );
}
