import { SIDES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import type { OnChanged } from '../observe/take-in.ts';
import { compareSides } from './compare-sides.ts';

/**
 * Makes the full comparison that a side's lists have made necessary, in the next cycle. One that is incomplete in its
 * turn is made again, ever more rarely (in the 2nd, 4th, 8th, … cycle). Costs nothing while none is wanted.
 */
export async function compareIfWanted(context: SyncContext, onChanged: OnChanged): Promise<void> {
  const { store, connectionId } = context;
  let isDue = false;
  for (const side of SIDES) {
    const listing = await store.listing(connectionId, side);
    if (listing.comparisonWanted === null) continue;
    const cycles = listing.comparisonWanted.cycles + 1;
    await store.saveListing(connectionId, side, {
      ...listing,
      comparisonWanted: { ...listing.comparisonWanted, cycles },
    });
    isDue ||= cycles > 1 && Number.isInteger(Math.log2(cycles));
  }
  if (isDue) await compareSides(context, onChanged);
}
