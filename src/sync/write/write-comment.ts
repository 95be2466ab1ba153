import { markComment } from '../../incident/comment.ts';
import type { Comment } from '../../incident/comment.ts';
import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import type { CommentIntent } from '../intent.ts';
import { isOn } from '../ledger.ts';
import type { LedgerComment } from '../ledger.ts';
import { noteReading } from '../observe/record-observation.ts';
import { recordDefenderComments } from '../observe/record-comments.ts';
import { isoNow } from '../ports/clock.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { refuseWhileInDoubt } from './refuse-while-in-doubt.ts';
import { amendIntent, settle, settleIntent } from './settle.ts';
import { settleComment, settleCommentOn } from './settle-comment.ts';
import { writeSentinelComment } from './write-sentinel-comment.ts';

/** Puts a comment of the ledger on a side, once. */
export async function writeComment(
  context: SyncContext,
  number: number,
  side: Side,
  intent: CommentIntent,
): Promise<void> {
  if (side === 'sentinel') return writeSentinelComment(context, number, intent);
  const comment = await context.store.comment(intent.work.commentId);
  if (comment === null || isOn(comment, side)) return settleComment(context, number, intent);
  const link = (await context.store.link(number))!;
  if (intent.inDoubtSince !== null && (await arrivedAfterAll(context, number, intent))) return;
  const shown = await post(context, link.defenderId!, intent, comment);
  if (shown === null) return;
  await settle(context, number, async (records, fresh) => {
    if (fresh.defender !== null) {
      fresh.defender.observation.incident.comments = shown;
      await recordDefenderComments(records, fresh, context.settings.commentMaxLength);
    }
    // Sentinel's lane may have settled the same comment while this one was posted.
    await settleCommentOn(records, context, (await records.comment(comment.id)) ?? comment, intent);
    if (fresh.defender !== null) fresh.defender.touchedByUs = true;
    fresh.version += 1;
  });
}

/**
 * From the attempt to its settlement the comment is in doubt, crashes included: it must be looked for before it is
 * sent again. An answer that says it was not taken ends the doubt.
 */
async function post(
  context: SyncContext,
  defenderId: string,
  intent: CommentIntent,
  comment: LedgerComment,
): Promise<Comment[] | null> {
  const isStillWanted = await amendIntent(context, intent, { inDoubtSince: isoNow(context.clock) });
  if (!isStillWanted) return null;
  try {
    return await context.defender.addComment(defenderId, markComment(comment.carriedText, comment.id));
  } catch (error) {
    if (error instanceof RemoteError && !error.inDoubt) await amendIntent(context, intent, { inDoubtSince: null });
    throw error;
  }
}

/**
 * Defender appends on every POST, so a comment whose POST was not answered is looked for first. Found: done.
 * Not found, but the request may still be on its way: wait until it cannot be. Not found after that: resend.
 */
async function arrivedAfterAll(context: SyncContext, number: number, intent: CommentIntent): Promise<boolean> {
  const link = (await context.store.link(number))!;
  const observation = await context.defender.get(link.defenderId!);
  if (observation === null) throw new RemoteError('notFound', `Defender has no incident ${link.defenderId}`);
  await settle(context, number, async (records, fresh) => {
    await noteReading(records, fresh, 'defender', observation, context.settings.commentMaxLength);
    const comment = await records.comment(intent.work.commentId);
    if (comment?.onDefender === true) await settleIntent(records, context, intent, 'done', { foundAfterDoubt: true });
  });
  if ((await context.store.comment(intent.work.commentId))?.onDefender === true) return true;
  // Sent again on the strength of what is not shown, it would be there once more with each time.
  if (observation.unreadableComments !== undefined || observation.incident.comments === null)
    throw new RemoteError(
      'unreadable',
      'Defender shows comments that cannot be read, or none: ours may be among them',
      {
        inDoubt: true,
      },
    );
  refuseWhileInDoubt(context, intent);
  return false;
}
