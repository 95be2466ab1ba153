import type { SyncContext } from '../context.ts';
import type { CommentIntent } from '../intent.ts';
import { countOn, isOn } from '../ledger.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link } from '../link.ts';
import { asShown } from '../observe/record-comments.ts';
import { readAllComments } from '../observe/read-sentinel-comments.ts';
import { isoNow } from '../ports/clock.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { COMMENT_BUDGET, rollUpId } from '../roll-up.ts';
import { amendIntent } from './settle.ts';
import { settleComment } from './settle-comment.ts';
import { writeRollUp } from './write-roll-up.ts';

/**
 * Puts a comment into Sentinel: as one of its own while the incident has few, into the roll-up past the budget (row
 * K3). What Sentinel says counts, people's comments included. Near the budget it is asked, and so it is when it
 * refuses one: people may have filled the incident meanwhile.
 */
export async function writeSentinelComment(context: SyncContext, number: number, intent: CommentIntent): Promise<void> {
  const link = (await context.store.link(number))!;
  const { commentId, viaRollUp } = intent.work;
  const isRollUp = commentId === rollUpId(link);
  const comment = await context.store.comment(commentId);
  if (!isRollUp && (comment === null || isOn(comment, 'sentinel'))) return settleComment(context, number, intent);
  let refusal: RemoteError | null = null;
  if (comment !== null && viaRollUp !== true && (await countKnown(context, link)) < COMMENT_BUDGET) {
    try {
      return await putAlone(context, link, intent, comment);
    } catch (error) {
      if (!(error instanceof RemoteError) || error.code !== 'invalid') throw error;
      refusal = error;
    }
  }
  const shown = await readAllComments(context, number);
  const seen = await context.store.comment(commentId);
  if (seen !== null && isOn(seen, 'sentinel')) return settleComment(context, number, intent);
  // What was once sent in the roll-up stays with it: the request may arrive yet, and it must not be there twice.
  if (seen === null || viaRollUp === true || shown.length >= COMMENT_BUDGET)
    return writeRollUp(context, link, intent, shown);
  if (refusal !== null) throw refusal;
  await putAlone(context, link, intent, seen);
}

async function countKnown({ store }: SyncContext, { number, sentinel }: Link): Promise<number> {
  const said = sentinel?.observation.incident.commentCount ?? 0;
  return Math.max(said, countOn(await store.comments(number), 'sentinel'));
}

/** The comment's name is its ledger id, so that sending it twice leaves one comment. */
async function putAlone(
  context: SyncContext,
  link: Link,
  intent: CommentIntent,
  comment: LedgerComment,
): Promise<void> {
  if (!(await amendIntent(context, intent, { inDoubtSince: isoNow(context.clock) }))) return;
  try {
    const shown = await context.sentinel.putComment(link.sentinelName!, comment.id, comment.carriedText);
    await settleComment(context, link.number, intent, asShown(comment, shown));
  } catch (error) {
    if (error instanceof RemoteError && !error.inDoubt) await amendIntent(context, intent, { inDoubtSince: null });
    throw error;
  }
}
