import type { Comment } from '../../incident/comment.ts';
import type { SyncContext } from '../context.ts';
import { recordSentinelComments } from './record-comments.ts';

/** Reads the comments of a Sentinel incident and takes them into the ledger; `isNews` tells whether any was new there. */
export async function readSentinelComments(
  context: SyncContext,
  number: number,
): Promise<{ shown: Comment[]; isNews: boolean }> {
  const { sentinelName } = (await context.store.link(number))!;
  const shown = await context.sentinel.listComments(sentinelName!);
  return context.store.transaction(async (records) => {
    const link = (await records.link(number))!;
    const added = await recordSentinelComments(records, link, shown, context.settings.commentMaxLength);
    await records.markCommentsDue(number, false);
    if (added === 0) return { shown, isNews: false };
    await records.markUndecided(number, true);
    await records.saveLink({ ...link, version: link.version + 1 });
    return { shown, isNews: true };
  });
}
