import { SIDES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { isOn } from '../ledger.ts';
import type { Link } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { syncIntent } from './sync-intent.ts';

/** Every comment of the ledger belongs on every side that exists; the ones not there yet are promised. */
export async function promiseComments(records: Records, context: SyncContext, link: Link): Promise<void> {
  if (link.standing !== 'linked') return;
  const missing = (await records.comments(link.number)).filter((comment) => SIDES.some((side) => !isOn(comment, side)));
  if (missing.length === 0) return;
  const intents = [...(await records.openIntents(link.number)), ...(await records.deadIntents(link.number))];
  for (const comment of missing)
    for (const side of SIDES) {
      if (isOn(comment, side) || link[side] === null) continue;
      const promised = intents.some(
        ({ side: onto, work }) => onto === side && work.kind === 'comment' && work.commentId === comment.id,
      );
      if (promised) continue;
      const rule = side === 'sentinel' ? 'K1' : 'K2';
      await records.addIntent(
        syncIntent(link, side, { kind: 'comment', commentId: comment.id }, rule),
        isoNow(context.clock),
      );
    }
}
