import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import type { Records } from '../ports/records.ts';
import { RemoteError } from '../ports/remote-error.ts';
import { writeAlerts } from './write-alerts.ts';
import { writeComment } from './write-comment.ts';
import { writeFields } from './write-fields.ts';
import { writeTwin } from './write-twin.ts';
import { giveUpOrRetry } from './give-up-or-retry.ts';

/**
 * Writes what is promised for one side of one link until nothing of it can be written now. Never run twice at once
 * for the same lane (see `Writer`).
 */
export async function runLane(context: SyncContext, number: number, side: Side): Promise<void> {
  for (;;) {
    const batch = nextBatch(await openOn(context.store, number, side), context.clock.now().toISOString());
    if (batch.length === 0) return;
    await attempt(context, number, side, batch);
  }
}

/**
 * What is written next: the creation before anything else, then all values of the incident in one request, then the
 * comments one by one, in order, and alerts when nothing else can be written. A value that waits holds back no other; a
 * comment holds back the ones after it. The store's `dueLanes` asks the same of the database.
 */
function nextBatch(open: Intent[], now: string): Intent[] {
  const isDue = (intent: Intent) => intent.notBefore <= now;
  const creation = open.find(({ work }) => work.kind === 'create');
  if (creation !== undefined) return [creation].filter(isDue);
  const isValue = ({ work }: Intent) => work.kind === 'field' || work.kind === 'story';
  const values = firstPerField(open.filter((intent) => isValue(intent) && isDue(intent)));
  if (values.length > 0) return values;
  const heads = (['comment', 'alerts'] as const).map((kind) => open.find(({ work }) => work.kind === kind));
  return heads.filter((intent) => intent !== undefined && isDue(intent)).slice(0, 1) as Intent[];
}

/** A rule may add a tag while a person's list is on its way: one request carries one value of a field, the older first. */
function firstPerField(values: Intent[]): Intent[] {
  const fieldOf = ({ work }: Intent) => (work.kind === 'field' ? work.field : work.kind);
  return values.filter((intent, index) => values.findIndex((one) => fieldOf(one) === fieldOf(intent)) === index);
}

/** A request that was refused for its content is taken apart: one bad value must not take the others with it. */
async function attempt(context: SyncContext, number: number, side: Side, batch: Intent[]): Promise<void> {
  const write = () => writeBatch(context, number, side, batch);
  try {
    // A click that had to wait has not become less urgent by it.
    await (batch.some(({ cause }) => cause === 'person') ? context.urgently(write) : write());
  } catch (error) {
    const isMixed = batch.length > 1 && error instanceof RemoteError && error.code === 'invalid';
    if (!isMixed) return giveUpOrRetry(context, batch, error);
    for (const intent of batch) await attempt(context, number, side, [intent]);
  }
}

async function writeBatch(context: SyncContext, number: number, side: Side, batch: Intent[]): Promise<void> {
  const head = batch[0]!;
  switch (head.work.kind) {
    case 'create':
      return writeTwin(context, number, { ...head, work: head.work });
    case 'field':
    case 'story':
      return writeFields(context, number, side, batch);
    case 'comment':
      return writeComment(context, number, side, { ...head, work: head.work });
    case 'alerts':
      return writeAlerts(context, number, { ...head, work: head.work });
    default:
      return head.work satisfies never;
  }
}

/** The open intents of a lane, values before comments, each oldest first. */
async function openOn(records: Records, number: number, side: Side): Promise<Intent[]> {
  const lane = (await records.openIntents(number)).filter((intent) => intent.side === side);
  const isComment = (intent: Intent) => intent.work.kind === 'comment';
  return [...lane.filter((intent) => !isComment(intent)), ...lane.filter(isComment)];
}
