import { compareTimestamps, shiftSeconds } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import type { Link } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { Observation } from '../ports/side-port.ts';
import { holdWishes } from '../promise/fold-into-survivor.ts';
import { recordObservation } from './record-observation.ts';
import type { OnChanged } from './take-in.ts';

/** One that Defender has not shown by then is not asked for any more; should a list show it, it is joined all the same. */
const LOOK_FOR_SECONDS = 30 * 86_400;
/** Each time it is not shown, it is left alone twice as long. */
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 86_400;

/**
 * Asks by id for the incidents that others were folded into and no list has shown: one that was not severe enough to be
 * linked is linked now, because the story of one that is goes on there. One that Defender does not have, or does not let
 * us see, is asked for ever more rarely, and told as a trouble. Run after everything was decided on, when only merged
 * links without a survivor are left undecided. Returns whether any was found.
 */
export async function findSurvivors(context: SyncContext, onChanged: OnChanged): Promise<boolean> {
  const { store, connectionId, log } = context;
  let isFound = false;
  for (const number of await store.undecided(connectionId)) {
    const survivor = survivorToAskFor(context, await store.link(number));
    if (survivor === null || (await store.linkById(connectionId, 'defender', survivor)) !== null) continue;
    try {
      const shown = await ask(context, survivor);
      const found = await store.transaction(async (records) => {
        if (!('reason' in shown)) return recordObservation(records, context, 'defender', shown, { isWanted: true });
        await noteUnseen(records, context, number, shown.reason);
        return null;
      });
      if (found === null) continue;
      onChanged(found.link.number);
      isFound = true;
    } catch (error) {
      log.warn({ link: number, survivor, err: error }, 'a survivor cannot be read; it is asked again');
    }
  }
  return isFound;
}

/** The incident a link was folded into, if it is its turn to be asked for. */
function survivorToAskFor({ clock }: SyncContext, link: Link | null): string | null {
  if (link?.standing !== 'merged' || link.defender === null) return null;
  const { observation, survivorUnseen } = link.defender;
  const { mergedInto, modifiedAt } = observation.incident;
  const now = isoNow(clock);
  if (compareTimestamps(modifiedAt, shiftSeconds(now, -LOOK_FOR_SECONDS)) < 0) return null;
  return survivorUnseen !== undefined && survivorUnseen.nextAt > now ? null : mergedInto;
}

/** Throws what has nothing to do with that incident: Defender is down, or throttles. */
async function ask({ defender }: SyncContext, id: string): Promise<Observation | { reason: string }> {
  try {
    return (await defender.get(id)) ?? { reason: 'it says that it has no such incident' };
  } catch (error) {
    const isAboutIt = error instanceof RemoteError && ['forbidden', 'invalid', 'unreadable'].includes(error.code);
    if (isAboutIt) return { reason: error.message };
    throw error;
  }
}

async function noteUnseen(records: Records, context: SyncContext, number: number, reason: string): Promise<void> {
  const link = (await records.link(number))!;
  const now = isoNow(context.clock);
  const before = link.defender!.survivorUnseen;
  const times = (before?.times ?? 0) + 1;
  const pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (times - 1));
  link.defender!.survivorUnseen = { times, since: before?.since ?? now, nextAt: shiftSeconds(now, pause), reason };
  if (before?.reason !== reason) link.version += 1;
  await records.saveLink(link);
  await holdWishes(records, link);
}
