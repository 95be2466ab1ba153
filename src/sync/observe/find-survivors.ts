import { compareTimestamps, shiftSeconds } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import { isoNow } from '../ports/clock.ts';
import { recordObservation } from './record-observation.ts';
import type { OnChanged } from './take-in.ts';

/** One that Defender has not shown by then is not asked for any more; should a list show it, it is joined all the same. */
const LOOK_FOR_SECONDS = 86_400;

/**
 * Asks by id for the incidents that others were folded into and no list has shown: one that was not severe enough to be
 * linked is linked now, because the story of one that is goes on there. Run after everything was decided on, when only
 * merged links without a survivor are left undecided. Returns whether any was found.
 */
export async function findSurvivors(context: SyncContext, onChanged: OnChanged): Promise<boolean> {
  const { store, connectionId, log } = context;
  const since = shiftSeconds(isoNow(context.clock), -LOOK_FOR_SECONDS);
  let isFound = false;
  for (const number of await store.undecided(connectionId)) {
    const link = await store.link(number);
    const incident = link?.standing === 'merged' ? link.defender?.observation.incident : undefined;
    if (incident?.mergedInto == null || compareTimestamps(incident.modifiedAt, since) < 0) continue;
    if ((await store.linkById(connectionId, 'defender', incident.mergedInto)) !== null) continue;
    try {
      const observation = await context.defender.get(incident.mergedInto);
      if (observation === null) continue;
      const isWanted = true;
      const result = await store.transaction((records) =>
        recordObservation(records, context, 'defender', observation, { isWanted }),
      );
      if (result === null) continue;
      onChanged(result.link.number);
      isFound = true;
    } catch (error) {
      log.warn(
        { link: number, survivor: incident.mergedInto, err: error },
        'a survivor cannot be read; it is asked again',
      );
    }
  }
  return isFound;
}
