import type { SyncContext } from '../context.ts';
import type { CommentIntent } from '../intent.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Records } from '../ports/records.ts';
import { settle, settleIntent } from './settle.ts';

/** The side holds the comment, or there is none any more: what was promised is settled, and the link decided on. */
export async function settleComment(
  context: SyncContext,
  number: number,
  intent: CommentIntent,
  shownText: string | null = null,
): Promise<void> {
  await settle(context, number, async (records, link) => {
    const comment = await records.comment(intent.work.commentId);
    if (comment === null) await settleIntent(records, context, intent, 'superseded');
    else await settleCommentOn(records, context, { ...comment, shownText: shownText ?? comment.shownText }, intent);
    const record = link[intent.side];
    if (record !== null) record.touchedByUs = true;
    link.version += 1;
  });
}

/** The same for one comment, within a transaction; `detail` is for the audit. */
export async function settleCommentOn(
  records: Records,
  context: SyncContext,
  comment: LedgerComment,
  intent: CommentIntent,
  detail: object = {},
): Promise<void> {
  const on = intent.side === 'defender' ? { onDefender: true } : { onSentinel: true };
  await records.saveComment({ ...comment, ...on });
  await settleIntent(records, context, intent, 'done', { ...detail, comment: comment.id });
}
