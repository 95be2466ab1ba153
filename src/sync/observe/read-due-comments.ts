import type { SyncContext } from '../context.ts';
import { noteMissing } from '../compare/missing.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { Unanswered } from '../unanswered.ts';
import { readSentinelComments } from './read-sentinel-comments.ts';
import type { OnChanged } from './take-in.ts';

/**
 * Reads the comments of the Sentinel incidents that seem to have new ones. One that cannot be read stays due and
 * holds back no other: `failed` are the incidents whose turn comes last, because they failed when it last came. Returns
 * what went wrong, in words for people.
 */
export async function readDueComments(
  context: SyncContext,
  onChanged: OnChanged,
  failed: Set<number>,
): Promise<string[]> {
  const due = await context.store.commentsDue(context.connectionId);
  const queue = due.toSorted((a, b) => Number(failed.has(a)) - Number(failed.has(b)));
  const unanswered = new Unanswered();
  const faults: string[] = [];
  for (const [index, number] of queue.entries()) {
    failed.delete(number);
    try {
      if (await readComments(context, number)) onChanged(number);
      unanswered.note(null);
    } catch (error) {
      failed.add(number);
      const reason = error instanceof Error ? error.message : String(error);
      context.log.warn({ link: number, err: error }, 'the comments of an incident cannot be read; they stay due');
      faults.push(`Sentinel: the comments of #${number} cannot be read: ${reason}`);
      const left = queue.length - index - 1;
      if (!unanswered.note(error) || left === 0) continue;
      faults.push(`Sentinel: the comments of ${left} more are asked for in the next cycle`);
      break;
    }
  }
  return faults;
}

/** An incident that Sentinel says it does not have is asked about by itself, and its comments when it is seen again. */
async function readComments(context: SyncContext, number: number): Promise<boolean> {
  const link = await context.store.link(number);
  if (link?.sentinelName == null || link.sentinel === null || link.sentinel.missing !== null) return false;
  try {
    return (await readSentinelComments(context, number)).isNews;
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'notFound') throw error;
    await noteMissing(context, number, 'sentinel');
    return true;
  }
}
