import { SIDE_NAMES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { RemoteError } from '../ports/remote-error.ts';

/**
 * Throws while a request that was not answered may still be on its way, which is for twice the time one may take:
 * what is sent meanwhile could be overtaken by it.
 */
export function refuseWhileInDoubt({ clock, settings }: SyncContext, { inDoubtSince, side }: Intent): void {
  if (inDoubtSince === null) return;
  const left = settings.requestTimeoutSeconds * 2000 - (clock.now().getTime() - Date.parse(inDoubtSince));
  if (left <= 0) return;
  throw new RemoteError(
    'unreachable',
    `${SIDE_NAMES[side]} did not answer; waiting to see whether the comment arrives`,
    { retryAfterSeconds: Math.ceil(left / 1000), inDoubt: true },
  );
}
