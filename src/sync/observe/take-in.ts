import type { Side } from '../../incident/side.ts';
import { compareTimestamps, laterOf, shiftSeconds } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import type { Records } from '../ports/records.ts';
import type { ObservedPage } from '../ports/side-port.ts';
import { sameJson } from '../same-json.ts';
import { putAside } from './put-aside.ts';
import { recordObservation } from './record-observation.ts';

/**
 * How many of the latest modifications a list request may ask for again, so that an idle cycle stays one page a
 * side: less than the smallest page of each service (both give 50 where they do not heed a larger wish).
 */
export const OVERLAP_ITEMS = 40;
/** How far ahead of ours a service's clock may be. */
const CREDIBLE_SECONDS_AHEAD = 3600;

/** Whether a side's time is further ahead of our clock than clocks are. */
export function isAhead({ clock }: SyncContext, at: string): boolean {
  return compareTimestamps(at, shiftSeconds(clock.now().toISOString(), CREDIBLE_SECONDS_AHEAD)) > 0;
}

export type OnChanged = (number: number) => void;

/** The list a page is from. */
export interface Listed {
  /** The time it was asked for from. */
  since: string;
  /** Whether the cursor may move past what the page covers. */
  movesCursor: boolean;
}

/** Takes a page in whole, or, when something of it cannot be taken, item by item: one must not cost the others. */
export async function takeIn(
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  listing: Listed,
  onChanged: OnChanged,
): Promise<void> {
  let changed: number[];
  try {
    changed = await context.store.transaction((records) => takePage(records, context, side, page, listing));
  } catch (error) {
    context.log.error({ side, err: error }, 'a page could not be taken in whole; each item is tried alone');
    changed = [];
    const unreadable = [...page.unreadable];
    for (const observation of page.observations) {
      const alone = { ...page, observations: [observation], unreadable: [] };
      const { id, modifiedAt } = observation.incident;
      await context.store
        .transaction((records) => takePage(records, context, side, alone, { ...listing, movesCursor: false }))
        .then(
          (numbers) => changed.push(...numbers),
          (reason: unknown) => unreadable.push({ id, modifiedAt, reason: String(reason) }),
        );
    }
    const rest = { ...page, unreadable };
    await context.store.transaction((records) => cover(records, context, side, rest, listing));
  }
  changed.forEach(onChanged);
}

async function takePage(
  records: Records,
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  listing: Listed,
): Promise<number[]> {
  const changed: number[] = [];
  for (const observation of page.observations) {
    const result = await recordObservation(records, context, side, observation);
    if (result?.changed === true) changed.push(result.link.number);
  }
  await cover(records, context, side, page, listing);
  return changed;
}

/** Moves the cursor past a page that was taken in before. */
export async function coverPage(context: SyncContext, side: Side, page: ObservedPage, listing: Listed): Promise<void> {
  await context.store.transaction((records) => cover(records, context, side, page, listing));
}

/** Puts aside what cannot be read, and moves the cursor past what the page covers. */
async function cover(
  records: Records,
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  listing: Listed,
): Promise<void> {
  await putAside(records, context, side, page, listing.since);
  if (!listing.movesCursor) return;
  const { connectionId } = context;
  const before = await records.cursor(connectionId, side);
  const listed = [
    ...page.observations.map(({ incident }) => incident.modifiedAt),
    ...page.unreadable.flatMap(({ modifiedAt }) => (modifiedAt === null ? [] : [modifiedAt])),
  ];
  // A time far ahead of every clock is a mistake of one item, and would hide all that comes before it.
  const credible = listed.filter((at) => !isAhead(context, at));
  if (credible.length < listed.length) context.log.warn({ side }, 'an incident claims to be from the future');
  const recent = [...new Set([...credible, ...(before?.recent ?? [])])]
    .toSorted((a, b) => compareTimestamps(b, a))
    .slice(0, OVERLAP_ITEMS);
  const [latest] = recent;
  if (latest === undefined) return;
  const position = before === null ? latest : laterOf(before.position, latest);
  // While nothing happens nothing is written, and a cycle waits for no disk.
  if (position === before?.position && sameJson(recent, before.recent)) return;
  await records.moveCursor(connectionId, side, { position, recent });
}
