import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../config/values.ts';
import { HttpFault } from './http-fault.ts';

/**
 * Without authentication whoever reaches the port is believed, and the port is on a loopback address only. A page in a
 * browser on this machine reaches that too: it is told by its `Origin`, or by a name of its own in `Host`.
 * @throws HttpFault 403
 */
export function refuseWebPage({ origin, host = '' }: IncomingHttpHeaders): void {
  const address = `http://${host}`;
  const isLocal = URL.canParse(address) && isLoopback(new URL(address).hostname);
  if (origin === undefined && isLocal) return;
  throw new HttpFault(403, 'not_local', 'Without authentication, only programs on this machine are answered.');
}
