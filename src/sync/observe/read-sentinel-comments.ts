import type { Comment } from '../../incident/comment.ts';
import type { SyncContext } from '../context.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { recordSentinelComments } from './record-comments.ts';
import { putPartsAside } from './put-parts-aside.ts';

/** What a reading of a Sentinel incident's comments told. */
export interface CommentsRead {
  shown: Comment[];
  /** Whether there may be more than these. */
  isWhole: boolean;
  /** Whether any was new to the ledger. */
  isNews: boolean;
}

/**
 * Reads the comments of a Sentinel incident and takes them into the ledger. Those that cannot be read are put aside
 * with the reason and tried again; they keep back no other.
 */
export async function readSentinelComments(context: SyncContext, number: number): Promise<CommentsRead> {
  const { sentinelName } = (await context.store.link(number))!;
  const { comments, unreadable } = await context.sentinel.listComments(sentinelName!);
  return context.store.transaction(async (records) => {
    const link = (await records.link(number))!;
    const added = await recordSentinelComments(records, link, comments, context.settings.commentMaxLength);
    await records.markCommentsDue(number, false);
    await putPartsAside(records, context, 'sentinel', sentinelName!, 'comments', unreadable);
    if (added > 0) {
      await records.markUndecided(number, true);
      await records.saveLink({ ...link, version: link.version + 1 });
    }
    return { shown: comments, isWhole: unreadable.length === 0, isNews: added > 0 };
  });
}

/** The same for whoever must know what is not there: throws RemoteError `unreadable` where that cannot be told. */
export async function readAllComments(context: SyncContext, number: number): Promise<Comment[]> {
  const { shown, isWhole } = await readSentinelComments(context, number);
  if (isWhole) return shown;
  throw new RemoteError('unreadable', 'Sentinel shows comments of this incident that cannot be read');
}
