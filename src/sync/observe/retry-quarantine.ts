import type { SyncContext } from '../context.ts';
import { SIDES } from '../../incident/side.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { OnChanged } from './observe-side.ts';
import { recordObservation } from './record-observation.ts';

/**
 * Reads incidents by id that could not be read from a list, ever more rarely (at the 1st, 2nd, 4th, 8th, …
 * cycle), so that a permanently broken one does not cost a request in every cycle.
 */
export async function retryQuarantine(context: SyncContext, onChanged: OnChanged): Promise<void> {
  for (const side of SIDES)
    for (const row of await context.store.quarantined(context.connectionId, side)) {
      const attempts = row.attempts + 1;
      await context.store.quarantine({ ...row, attempts });
      if (!Number.isInteger(Math.log2(attempts))) continue;
      try {
        const observation = await context[side].get(row.itemId);
        await context.store.transaction(async (records) => {
          if (observation !== null) {
            const result = await recordObservation(records, context, side, observation);
            if (result?.changed === true) onChanged(result.link.number);
          }
          await records.unquarantine(context.connectionId, side, row.itemId);
        });
      } catch (error) {
        if (!(error instanceof RemoteError)) throw error;
        context.log.warn({ side, id: row.itemId, reason: error.message }, 'an incident still cannot be read');
      }
    }
}
