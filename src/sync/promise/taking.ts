import type { SyncContext } from '../context.ts';
import { isoNow } from '../ports/clock.ts';
import type { SyncMode } from '../posture/posture.ts';

/** How decisions are taken on: proposed, to be counted before they are promised, or promised at once. */
export interface Taking {
  state: 'proposed' | 'open';
  /** A proposal counts as drift from then on (ISO 8601). */
  notBefore: string;
}

/** What is decided is proposed first. Under Microsoft's own sync a proposal is given time to become unnecessary. */
export function takingOf(context: SyncContext, mode: SyncMode): Taking {
  if (mode !== 'native') return { state: 'proposed', notBefore: isoNow(context.clock) };
  const deadline = new Date(context.clock.now().getTime() + context.settings.nativeDeadlineSeconds * 1000);
  return { state: 'proposed', notBefore: deadline.toISOString() };
}
