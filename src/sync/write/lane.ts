import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import type { Records } from '../ports/records.ts';
import { writeComment } from './write-comment.ts';
import { writeFields } from './write-fields.ts';
import { writeTwin } from './write-twin.ts';
import { giveUpOrRetry } from './give-up-or-retry.ts';

/** Why a lane stopped: nothing left, or its head is not due yet. */
export type LaneOutcome = 'empty' | 'waiting';

/**
 * Writes what is promised for one side of one link, in order, until nothing is left or the head must wait.
 * Values at the head go in one request. Never run twice at once for the same lane (see `Writer`).
 */
export async function runLane(context: SyncContext, number: number, side: Side): Promise<LaneOutcome> {
  for (;;) {
    const open = await openOn(context.store, number, side);
    const head = open[0];
    if (head === undefined) return 'empty';
    if (head.notBefore > context.clock.now().toISOString()) return 'waiting';
    const batch = isValue(head) ? leadingValues(open) : [head];
    try {
      await writeBatch(context, number, side, batch);
    } catch (error) {
      await giveUpOrRetry(context, batch, error);
    }
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
    default:
      return head.work satisfies never;
  }
}

/** The open intents of a lane, oldest first; a twin is made before anything else is written to it. */
export async function openOn(records: Records, number: number, side: Side): Promise<Intent[]> {
  const lane = (await records.openIntents(number)).filter((intent) => intent.side === side);
  const creation = lane.find((intent) => intent.work.kind === 'create');
  return creation === undefined ? lane : [creation, ...lane.filter((intent) => intent !== creation)];
}

/** What one request can carry together: values of the incident itself. */
function isValue({ work }: Intent): boolean {
  return work.kind === 'field' || work.kind === 'story';
}

function leadingValues(open: Intent[]): Intent[] {
  const end = open.findIndex((intent) => !isValue(intent));
  return end === -1 ? open : open.slice(0, end);
}
