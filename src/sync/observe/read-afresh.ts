import type { Side } from '../../incident/side.ts';
import { SIDES } from '../../incident/side.ts';
import { noteMissing } from '../compare/missing.ts';
import type { Clock } from '../ports/clock.ts';
import type { SyncContext } from '../context.ts';
import { recordOf } from '../link.ts';
import { readSentinelComments } from './read-sentinel-comments.ts';
import { recordObservation } from './record-observation.ts';

/**
 * Asks both sides about one incident now, comments included, and takes in what they say as any other reading; what
 * follows from it is decided in the next cycle. Returns the sides that could not be asked.
 * @param patience milliseconds after which a side counts as one of them; what it says later is taken in all the same
 */
export async function readAfresh(context: SyncContext, number: number, patience?: number): Promise<Side[]> {
  const attempt = async (side: Side): Promise<Side[]> => {
    try {
      await context.urgently(() => readSide(context, number, side));
      return [];
    } catch (error) {
      context.log.warn({ side, link: number, err: error }, 'an incident could not be read afresh');
      return [side];
    }
  };
  const unread = await Promise.all(SIDES.map((side) => within(context.clock, patience, attempt(side), [side])));
  return unread.flat();
}

/** What comes of the work, or after so long (milliseconds) the other. */
async function within<T>(clock: Clock, patience: number | undefined, work: Promise<T>, otherwise: T): Promise<T> {
  if (patience === undefined) return work;
  let cancel = (): void => undefined;
  const late = new Promise<T>((resolve) => {
    cancel = clock.after(patience, () => resolve(otherwise));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}

async function readSide(context: SyncContext, number: number, side: Side): Promise<void> {
  const link = await context.store.link(number);
  const record = link === null ? null : recordOf(link, side);
  const id = side === 'defender' ? link?.defenderId : link?.sentinelName;
  if (record === null || record.goneSince !== null || id == null || link?.standing !== 'linked') return;
  const observation = await context[side].get(id);
  if (observation === null) return noteMissing(context, number, side);
  await context.store.transaction((records) => recordObservation(records, context, side, observation));
  if (side === 'defender') return;
  const due = await context.store.commentsDue(context.connectionId);
  if (due.includes(number)) await readSentinelComments(context, number);
}
