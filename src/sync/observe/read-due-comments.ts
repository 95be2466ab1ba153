import type { SyncContext } from '../context.ts';
import type { OnChanged } from './observe-side.ts';
import { recordSentinelComments } from './record-comments.ts';

/** Reads the comments of the Sentinel incidents that seem to have new ones. A failure leaves the rest due. */
export async function readDueComments(context: SyncContext, onChanged: OnChanged): Promise<void> {
  for (const number of await context.store.commentsDue(context.connectionId)) {
    const link = await context.store.link(number);
    if (link?.sentinelName == null || link.sentinel === null) continue;
    const comments = await context.sentinel.listComments(link.sentinelName);
    await context.store.transaction(async (records) => {
      const fresh = (await records.link(number))!;
      const added = await recordSentinelComments(records, fresh, comments, context.settings.commentMaxLength);
      await records.markCommentsDue(number, false);
      if (added === 0) return;
      await records.markUndecided(number, true);
      await records.saveLink({ ...fresh, version: fresh.version + 1 });
    });
    onChanged(number);
  }
}
