import type { SyncContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import { noteMissing } from '../compare/missing.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { buryIntent, settle } from './settle.ts';

const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 300;
const MOST_NOT_FOUND = 5;

/**
 * What becomes of intents whose write failed. What the side refuses for its content is dead: it would refuse it
 * again, and a person must look. Everything else waits and is tried again: a side that is down, throttling or
 * not letting us in now may not be later.
 */
export async function giveUpOrRetry(context: SyncContext, batch: Intent[], error: unknown): Promise<void> {
  if (!(error instanceof RemoteError)) {
    context.log.error({ err: error, intents: batch.map(({ id }) => id) }, 'a write failed for a reason of our own');
  }
  const message = error instanceof Error ? error.message : String(error);
  const remote = error instanceof RemoteError ? error : null;
  context.log.warn({ intents: batch.map(({ id }) => id), link: batch[0]?.link, error: message }, 'write not done');
  if (remote?.code === 'notFound') await noteMissing(context, batch[0]!.link, batch[0]!.side);
  await settle(context, batch[0]!.link, async (records, link) => {
    for (const { id } of batch) {
      const intent = (await records.openIntents(link.number)).find((candidate) => candidate.id === id);
      if (intent === undefined) continue;
      const attempts = intent.attempts + 1;
      if (remote !== null && isFinal(remote, attempts)) {
        await buryIntent(records, context, link, intent, message);
      } else {
        const pause = Math.max(1, remote?.retryAfterSeconds ?? backoffSeconds(attempts));
        await records.saveIntent({
          ...intent,
          attempts,
          error: message,
          notBefore: new Date(context.clock.now().getTime() + pause * 1000).toISOString(),
        });
      }
      if (intent.error !== message) link.version += 1;
    }
  });
}

/** A 404 may be a matter of access rights or of a moment, so it has to be said repeatedly. */
function isFinal(error: RemoteError, attempts: number): boolean {
  return error.code === 'invalid' || (error.code === 'notFound' && attempts >= MOST_NOT_FOUND);
}

function backoffSeconds(attempts: number): number {
  return Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempts - 1));
}
