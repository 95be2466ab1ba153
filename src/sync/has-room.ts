import type { SyncContext } from './context.ts';

/** Of every allowance, what only fills in what is missing leaves this much to what people wait for. */
const SHARE_LEFT_ALONE = 0.5;

/** Whether there is quota for what can wait. */
export function hasRoom({ quotas }: Pick<SyncContext, 'quotas'>): boolean {
  return quotas().every(({ left, capacity }) => left >= capacity * SHARE_LEFT_ALONE);
}
