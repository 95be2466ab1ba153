import type { Side } from '../../incident/side.ts';
import { laterOf, shiftSeconds } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { ObservedPage } from '../ports/side-port.ts';
import { recordObservation } from './record-observation.ts';

/**
 * How many of the latest modifications a list request may ask for again, so that an idle cycle stays one page a
 * side: a few less than the page of each service (Graph 50, Sentinel 1,000).
 */
const OVERLAP_ITEMS: Record<Side, number> = { defender: 40, sentinel: 900 };
/** No incident is older. */
const BEGINNING = '2010-01-01T00:00:00Z';

export type OnChanged = (number: number) => void;

/**
 * Asks a side what changed since the cursor, and takes it in page by page. The cursor moves only in the
 * transaction that stored what it covers, only to the side's own time stamp, and not past an answer the side
 * itself called incomplete.
 */
export async function observeSide(context: SyncContext, side: Side, onChanged: OnChanged): Promise<void> {
  const cursor = await context.store.cursor(context.connectionId, side);
  if (cursor === null) await observeBacklog(context, side, onChanged);
  const since = cursor === null ? horizonOf(context) : await overlapBefore(context, side, cursor);
  let whole = true;
  for await (const page of context[side].listModified({ since })) {
    whole &&= !page.partial;
    await takeIn(context, side, page, whole, onChanged);
  }
  if (!whole) throw new RemoteError('server', `${side} answered incompletely; nothing is skipped, it is asked again`);
}

/** Everything still open is linked, however old. A side that cannot list it so is synced from the horizon on. */
async function observeBacklog(context: SyncContext, side: Side, onChanged: OnChanged): Promise<void> {
  try {
    for await (const page of context[side].listModified({ since: BEGINNING, openOnly: true }))
      await takeIn(context, side, page, false, onChanged);
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'invalid') throw error;
    context.log.warn(
      { side, err: error },
      'the backlog of open incidents cannot be listed; only recent ones are linked',
    );
  }
}

function horizonOf(context: SyncContext): string {
  return shiftSeconds(context.clock.now().toISOString(), -context.settings.sinceSeconds);
}

/** The cursor moved back by the overlap, but no further than what one page can hold. */
async function overlapBefore(context: SyncContext, side: Side, cursor: string): Promise<string> {
  const wanted = shiftSeconds(cursor, -context.settings.overlapSeconds);
  const onePage = await context.store.nthLatestModification(context.connectionId, side, OVERLAP_ITEMS[side]);
  return onePage === null ? wanted : laterOf(wanted, onePage);
}

async function takeIn(
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  moveCursor: boolean,
  onChanged: OnChanged,
): Promise<void> {
  const { connectionId } = context;
  const changed: number[] = [];
  await context.store.transaction(async (records) => {
    let position = await records.cursor(connectionId, side);
    const cover = (modifiedAt: string) => {
      position = position === null ? modifiedAt : laterOf(position, modifiedAt);
    };
    for (const observation of page.observations) {
      const result = await recordObservation(records, context, side, observation);
      if (result?.changed === true) changed.push(result.link.number);
      cover(observation.incident.modifiedAt);
    }
    for (const { id, modifiedAt, reason } of page.unreadable) {
      context.log.warn({ side, id, reason }, 'an incident cannot be read');
      if (id !== null)
        await records.quarantine({
          connectionId,
          side,
          itemId: id,
          reason,
          attempts: 0,
          since: context.clock.now().toISOString(),
        });
      if (modifiedAt !== null) cover(modifiedAt);
    }
    if (moveCursor && position !== null) await records.moveCursor(connectionId, side, position);
  });
  changed.forEach(onChanged);
}
