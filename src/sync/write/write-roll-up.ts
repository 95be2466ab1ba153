import { foldText } from '../../incident/comment.ts';
import type { Comment } from '../../incident/comment.ts';
import type { SyncContext } from '../context.ts';
import type { CommentIntent, Intent } from '../intent.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';
import { readAllComments } from '../observe/read-sentinel-comments.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { MOST_COMMENTS, rollUpId, tellRollUp } from '../roll-up.ts';
import { refuseWhileInDoubt } from './refuse-while-in-doubt.ts';
import { amendIntent, buryIntent, settle, settleIntent } from './settle.ts';

const FULL =
  `Sentinel holds ${MOST_COMMENTS} comments on this incident, all that it takes. ` +
  'Delete one there, and what is missing follows.';

/**
 * Tells the roll-up anew, with everything that waits for a place in Sentinel, in one request. `shown` is what is
 * there now.
 *
 * A PUT replaces, so an old text that arrives late would take back a newer one. Therefore nothing new is sent while an
 * unanswered request may still be on its way; what arrived without an answer is known by its text. Should one arrive
 * later still, it is seen when the comments are read, and set right (row K4).
 */
export async function writeRollUp(
  context: SyncContext,
  link: Link,
  intent: CommentIntent,
  shown: Comment[],
): Promise<void> {
  const present = rollUpIn(link, shown);
  // Somebody deleted it. It is made again when there is something to add.
  if (present === null && intent.work.commentId === rollUpId(link)) return leaveDeleted(context, link, intent);
  if (present === null && shown.length >= MOST_COMMENTS) return buryWaiting(context, link);
  const entries = await entriesToTell(context.store, link);
  try {
    await tell(context, link, intent, present, entries);
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'invalid') throw error;
    const again = await readAllComments(context, link.number);
    if (rollUpIn(link, again) === null && again.length >= MOST_COMMENTS) return buryWaiting(context, link);
    // One text that is refused must not keep the others out.
    const fewer = entries.filter(({ id, inRollUp }) => inRollUp || id === intent.work.commentId);
    if (fewer.length === entries.length) throw error;
    await tell(context, link, intent, present, fewer);
  }
}

function rollUpIn(link: Link, shown: Comment[]): Comment | null {
  const name = rollUpId(link);
  return shown.find(({ id }) => id?.toLowerCase() === name) ?? null;
}

/** What is in the roll-up, and what is promised to Sentinel and not there, in the order of the ledger. */
async function entriesToTell(records: Records, link: Link): Promise<LedgerComment[]> {
  const waiting = new Set((await waitingIntents(records, link.number)).map(({ work }) => work.commentId));
  const comments = await records.comments(link.number);
  return comments.filter(({ id, inRollUp, onSentinel }) => inRollUp || (!onSentinel && waiting.has(id)));
}

async function waitingIntents(records: Records, number: number): Promise<CommentIntent[]> {
  const isWaiting = (intent: Intent): intent is CommentIntent =>
    intent.side === 'sentinel' && intent.work.kind === 'comment';
  return (await records.openIntents(number)).filter(isWaiting);
}

async function tell(
  context: SyncContext,
  link: Link,
  intent: CommentIntent,
  present: Comment | null,
  entries: LedgerComment[],
): Promise<void> {
  const text = tellRollUp(link, entries);
  const isTold = present !== null && foldText(present.text) === foldText(text);
  if (!isTold) refuseWhileInDoubt(context, intent);
  const told = isTold ? present : await send(context, link, intent, entries, text);
  if (told === null) return;
  // Whether an unanswered request arrived after this one, only a reading tells.
  const isSure = isTold || intent.inDoubtSince === null;
  await settleTold(context, link.number, intent, entries, told.text, isSure);
}

/** Null where the promise was taken back meanwhile. */
async function send(
  context: SyncContext,
  link: Link,
  intent: CommentIntent,
  entries: LedgerComment[],
  text: string,
): Promise<Comment | null> {
  if (!(await amendIntent(context, intent, { inDoubtSince: isoNow(context.clock) }))) return null;
  await markSent(context, link, entries, true);
  try {
    return await context.sentinel.putComment(link.sentinelName!, rollUpId(link), text);
  } catch (error) {
    if (error instanceof RemoteError && !error.inDoubt) {
      await markSent(context, link, entries, intent.work.viaRollUp === true);
      await amendIntent(context, intent, { inDoubtSince: null });
    }
    throw error;
  }
}

/** From the attempt on, whatever comes of it, these belong to the roll-up. */
async function markSent({ store }: SyncContext, link: Link, entries: LedgerComment[], isSent: boolean): Promise<void> {
  const sent = new Set(entries.map(({ id }) => id));
  await store.transaction(async (records) => {
    for (const waiting of await waitingIntents(records, link.number)) {
      const { viaRollUp: _viaRollUp, ...work } = waiting.work;
      if (sent.has(work.commentId))
        await records.saveIntent({ ...waiting, work: isSent ? { ...work, viaRollUp: true } : work });
    }
  });
}

async function settleTold(
  context: SyncContext,
  number: number,
  intent: CommentIntent,
  entries: LedgerComment[],
  shownText: string,
  isSure: boolean,
): Promise<void> {
  await settle(context, number, async (records, link) => {
    const told = new Set(entries.map(({ id }) => id));
    for (const comment of await records.comments(number))
      if (told.has(comment.id)) await records.saveComment({ ...comment, onSentinel: true, inRollUp: true });
    for (const waiting of await waitingIntents(records, number)) {
      const { commentId } = waiting.work;
      if (told.has(commentId))
        await settleIntent(records, context, waiting, 'done', { rule: 'K3', comment: commentId });
      else if (commentId === rollUpId(link)) await settleIntent(records, context, waiting, 'done', {});
    }
    const before = await records.rollUp(number);
    const setRightFrom = intent.rule === 'K4' ? (before?.seen ?? null) : null;
    await records.saveRollUp(number, { shown: shownText, seen: shownText, setRightFrom });
    if (!isSure) await records.markCommentsDue(number, true);
    if (link.sentinel !== null) link.sentinel.touchedByUs = true;
    link.version += 1;
  });
}

async function leaveDeleted(context: SyncContext, link: Link, intent: CommentIntent): Promise<void> {
  await settle(context, link.number, async (records) => {
    const rollUp = await records.rollUp(link.number);
    if (rollUp !== null) await records.saveRollUp(link.number, { ...rollUp, seen: rollUp.shown });
    await settleIntent(records, context, intent, 'superseded');
  });
}

/** There is no place for a roll-up. Nothing is asked again until Sentinel says that it holds fewer. */
async function buryWaiting(context: SyncContext, { number }: Link): Promise<void> {
  await settle(context, number, async (records, link) => {
    const fullAt = link.sentinel?.observation.incident.modifiedAt ?? isoNow(context.clock);
    for (const waiting of await waitingIntents(records, number))
      await buryIntent(records, context, link, { ...waiting, work: { ...waiting.work, fullAt } }, FULL);
    link.version += 1;
  });
}
