import type { SyncContext } from '../context.ts';
import { isoNow } from '../ports/clock.ts';
import type { Posture } from '../posture.ts';

/** How decisions are taken on: promised at once, or proposed and left to somebody else's word. */
export interface Taking {
  state: 'proposed' | 'open';
  /** A proposal counts as drift from then on (ISO 8601). */
  notBefore: string;
}

/**
 * In a cycle everything is proposed first: what one cycle decided is counted before any of it is written. Under
 * Microsoft's own sync a proposal is given time to become unnecessary.
 */
export function takingOf(context: SyncContext, posture: Posture, isCycle: boolean): Taking {
  const now = context.clock.now();
  if (posture.mode !== 'native')
    return { state: posture.carries && !isCycle ? 'open' : 'proposed', notBefore: isoNow(context.clock) };
  const deadline = new Date(now.getTime() + context.settings.nativeDeadlineSeconds * 1000);
  return { state: 'proposed', notBefore: deadline.toISOString() };
}
