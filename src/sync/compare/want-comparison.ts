import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';

/** Schedules a full comparison, because a list is known to have left something out. */
export async function wantComparison(
  { store, connectionId, log }: SyncContext,
  side: Side,
  why: string,
): Promise<void> {
  log.warn({ side, why }, 'a full comparison is scheduled');
  const listing = await store.listing(connectionId, side);
  await store.saveListing(connectionId, side, { ...listing, comparisonWanted: { why, cycles: 0 } });
}
