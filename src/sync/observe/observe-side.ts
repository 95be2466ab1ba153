import type { Side } from '../../incident/side.ts';
import { compareTimestamps, laterOf, shiftSeconds } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import type { Cursor, Records } from '../ports/records.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { ObservedPage } from '../ports/side-port.ts';
import { recordObservation } from './record-observation.ts';

/**
 * How many of the latest modifications a list request may ask for again, so that an idle cycle stays one page a
 * side: less than the smallest page of each service (both give 50 where they do not heed a larger wish).
 */
const OVERLAP_ITEMS: Record<Side, number> = { defender: 40, sentinel: 40 };
/** How far ahead of ours a service's clock may be. */
const CREDIBLE_SECONDS_AHEAD = 3600;
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
  if (cursor === null) await takeInBacklog(context, side, onChanged);
  const since = cursor === null ? horizonOf(context) : overlapBefore(context, side, cursor);
  let whole = true;
  for await (const page of context[side].listModified({ since })) {
    whole &&= !page.partial;
    await takeIn(context, side, page, whole, onChanged);
  }
  // A side with nothing to list has been read up to the horizon all the same.
  if (whole && (await context.store.cursor(context.connectionId, side)) === null)
    await context.store.moveCursor(context.connectionId, side, { position: since, recent: [] });
  if (!whole) throw new RemoteError('server', `${side} answered incompletely; nothing is skipped, it is asked again`);
}

/**
 * Takes in everything still open, however old, and names what was listed. Returns whether that was all of it; a side
 * that cannot list it so (`unsupported`) is synced from the horizon on.
 */
export async function takeInBacklog(
  context: SyncContext,
  side: Side,
  onChanged: OnChanged,
  onListed: (id: string) => void = () => undefined,
): Promise<'whole' | 'partial' | 'unsupported'> {
  let isWhole = true;
  try {
    for await (const page of context[side].listModified({ since: BEGINNING, openOnly: true })) {
      isWhole &&= !page.partial;
      await takeIn(context, side, page, false, onChanged);
      for (const { incident } of page.observations) onListed(incident.id);
      for (const { id } of page.unreadable) if (id !== null) onListed(id);
    }
    return isWhole ? 'whole' : 'partial';
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'invalid') throw error;
    context.log.warn(
      { side, err: error },
      'the backlog of open incidents cannot be listed; only recent ones are linked',
    );
    return 'unsupported';
  }
}

function horizonOf(context: SyncContext): string {
  return shiftSeconds(context.clock.now().toISOString(), -context.settings.sinceSeconds);
}

/** The cursor moved back by the overlap, but no further than what one page can hold. */
function overlapBefore(context: SyncContext, side: Side, { position, recent }: Cursor): string {
  const wanted = shiftSeconds(position, -context.settings.overlapSeconds);
  const onePage = recent[OVERLAP_ITEMS[side] - 1];
  return onePage === undefined ? wanted : laterOf(wanted, onePage);
}

/** Takes a page in whole, or, when something of it cannot be taken, item by item: one must not cost the others. */
async function takeIn(
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  moveCursor: boolean,
  onChanged: OnChanged,
): Promise<void> {
  let changed: number[];
  try {
    changed = await context.store.transaction((records) => takePage(records, context, side, page, moveCursor));
  } catch (error) {
    context.log.error({ side, err: error }, 'a page could not be taken in whole; each item is tried alone');
    changed = [];
    const unreadable = [...page.unreadable];
    for (const observation of page.observations) {
      const alone = { ...page, observations: [observation], unreadable: [] };
      const { id, modifiedAt } = observation.incident;
      await context.store
        .transaction((records) => takePage(records, context, side, alone, false))
        .then(
          (numbers) => changed.push(...numbers),
          (reason: unknown) => unreadable.push({ id, modifiedAt, reason: String(reason) }),
        );
    }
    const rest = { ...page, unreadable };
    await context.store.transaction((records) => cover(records, context, side, rest, moveCursor));
  }
  changed.forEach(onChanged);
}

async function takePage(
  records: Records,
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  moveCursor: boolean,
): Promise<number[]> {
  const changed: number[] = [];
  for (const observation of page.observations) {
    const result = await recordObservation(records, context, side, observation);
    if (result?.changed === true) changed.push(result.link.number);
  }
  await cover(records, context, side, page, moveCursor);
  return changed;
}

/** Puts aside what cannot be read, and moves the cursor past what the page covers. */
async function cover(
  records: Records,
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  moveCursor: boolean,
): Promise<void> {
  const { connectionId } = context;
  for (const { id, reason } of page.unreadable) {
    context.log.warn({ side, id, reason }, 'an incident cannot be read');
    const since = context.clock.now().toISOString();
    if (id !== null) await records.quarantine({ connectionId, side, itemId: id, reason, attempts: 0, since });
  }
  if (!moveCursor) return;
  const before = await records.cursor(connectionId, side);
  const listed = [
    ...page.observations.map(({ incident }) => incident.modifiedAt),
    ...page.unreadable.flatMap(({ modifiedAt }) => (modifiedAt === null ? [] : [modifiedAt])),
  ];
  // A time far ahead of every clock is a mistake of one item, and would hide all that comes before it.
  const latestCredible = shiftSeconds(context.clock.now().toISOString(), CREDIBLE_SECONDS_AHEAD);
  const credible = listed.filter((at) => compareTimestamps(at, latestCredible) <= 0);
  if (credible.length < listed.length) context.log.warn({ side }, 'an incident claims to be from the future');
  const recent = [...new Set([...credible, ...(before?.recent ?? [])])]
    .toSorted((a, b) => compareTimestamps(b, a))
    .slice(0, OVERLAP_ITEMS[side]);
  const [latest] = recent;
  if (latest === undefined) return;
  const position = before === null ? latest : laterOf(before.position, latest);
  await records.moveCursor(connectionId, side, { position, recent });
}
