import { SIDES } from '../../incident/side.ts';
import type { Side } from '../../incident/side.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import type { CommentWork, Intent } from '../intent.ts';
import { isOn } from '../ledger.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';
import { isWritable } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import type { SyncMode } from '../posture/posture.ts';
import { replaceIntent } from '../replace-intent.ts';
import { MOST_COMMENTS } from '../roll-up.ts';
import { promiseRollUp } from './promise-roll-up.ts';
import { syncIntent } from './sync-intent.ts';
import type { Taking } from './taking.ts';

/** Every comment of the ledger belongs on every side that exists; the ones not there yet are promised. */
export async function promiseComments(
  records: Records,
  context: SyncContext,
  link: Link,
  mode: SyncMode,
  taking: Taking,
): Promise<void> {
  if (link.standing !== 'linked') return;
  await promiseRollUp(records, context, link, taking);
  const ledger = await records.comments(link.number);
  if (ledger.length === 0) return;
  const wanted = await records.wantedIntents(link.number);
  const dead = await records.deadIntents(link.number);
  await dropMoot(records, context, ledger, [...wanted, ...dead]);
  const missing = ledger.filter((comment) => SIDES.some((side) => !isOn(comment, side)));
  if (missing.length === 0) return;
  const intents = [...wanted, ...dead];
  const now = isoNow(context.clock);
  for (const comment of missing)
    for (const side of SIDES) {
      if (isOn(comment, side) || link[side] === null || !isWritable(link, side)) continue;
      if (side === 'defender' && mode === 'native' && comesFromSentinel(link, comment, dead)) continue;
      const promised = intents.find((intent) => isFor(intent, side, comment.id));
      if (promised !== undefined) {
        if (hasRoomAgain(link, promised)) await promiseAgain(records, promised, taking);
        continue;
      }
      const rule = side === 'sentinel' ? 'K1' : 'K2';
      const intent = syncIntent(link, side, { kind: 'comment', commentId: comment.id }, rule, taking);
      await records.addIntent(isPartOfTwin(link, side, comment) ? { ...intent, passage: 'counted' } : intent, now);
    }
}

/** What is to go to both sides is put into one of them, since Microsoft's own sync carries it over from there. */
function comesFromSentinel(link: Link, comment: LedgerComment, dead: Intent[]): boolean {
  if (link.sentinel === null || !isWritable(link, 'sentinel') || comment.onSentinel) return false;
  return !dead.some((intent) => isFor(intent, 'sentinel', comment.id));
}

/** What was said before the twin was made comes with it, and twins are not counted by the brake. */
function isPartOfTwin({ sentinel }: Link, side: Side, { createdAt }: LedgerComment): boolean {
  const twinMadeAt = sentinel?.observation.incident.createdAt;
  return side === 'sentinel' && twinMadeAt !== undefined && compareTimestamps(createdAt, twinMadeAt) <= 0;
}

function isFor({ side, work }: Intent, onto: Side, commentId: string): boolean {
  return side === onto && work.kind === 'comment' && work.commentId === commentId;
}

/** Sentinel refused it because it held all the comments it takes, and has said since that it holds fewer. */
function hasRoomAgain({ sentinel }: Link, { state, work }: Intent): boolean {
  if (sentinel === null || state !== 'dead' || work.kind !== 'comment' || work.fullAt === undefined) return false;
  const { modifiedAt, commentCount } = sentinel.observation.incident;
  return modifiedAt !== work.fullAt && commentCount !== null && commentCount < MOST_COMMENTS;
}

async function promiseAgain(records: Records, intent: Intent, taking: Taking): Promise<void> {
  const work = { kind: 'comment', commentId: (intent.work as CommentWork).commentId } as const;
  await records.saveIntent({ ...intent, ...taking, work, attempts: 0, error: null, settledAt: null });
}

/** A proposal nobody took up, or what a side refused, may be overtaken by somebody who carried the comment. */
async function dropMoot(
  records: Records,
  context: SyncContext,
  ledger: LedgerComment[],
  wanted: Intent[],
): Promise<void> {
  for (const intent of wanted) {
    const { state, side, work } = intent;
    if (state === 'open' || work.kind !== 'comment') continue;
    const comment = ledger.find(({ id }) => id === work.commentId);
    if (comment !== undefined && isOn(comment, side))
      await replaceIntent(records, intent, isoNow(context.clock), 'it is there already');
  }
}
