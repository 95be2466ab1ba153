import type { Side } from '../../incident/side.ts';
import { SIDES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { recordOf } from '../link.ts';
import { takeInBacklog } from '../observe/observe-side.ts';
import { putAside } from '../observe/put-aside.ts';
import type { OnChanged } from '../observe/take-in.ts';
import { recordObservation } from '../observe/record-observation.ts';
import { isoNow } from '../ports/clock.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { Observation } from '../ports/side-port.ts';
import { hold } from '../promise/hold.ts';
import { lookForAlerts } from './look-for-alerts.ts';
import { noteMissing } from './missing.ts';

/** Fewer incidents than this may well have been deleted by hand. */
const LEAST_TO_BE_EMPTY = 2;

/** What a full comparison looked at. */
export interface Comparison {
  /** Open incidents each side listed. */
  listed: Record<Side, number>;
  /** Incidents a side should have listed and did not, each then asked for by id. */
  askedFor: number;
  /** Those it said it does not have. */
  missing: number;
  /** Sides whose own answer said that it was not all. */
  incomplete: Side[];
}

/**
 * Compares everything that is open, not only what changed: whatever a cursor has missed is found here. Lists the open
 * incidents of both sides and asks by id for those that should have been among them. What differs is decided on by
 * the next cycle. A side that shows none of what it held stops the sync: that is a lost permission or a wrong
 * workspace rather than many deletions. Throws RemoteError when a side cannot be asked.
 */
export async function compareSides(context: SyncContext, onChanged: OnChanged): Promise<Comparison> {
  const comparison: Comparison = { listed: { defender: 0, sentinel: 0 }, askedFor: 0, missing: 0, incomplete: [] };
  for (const side of SIDES) await compareSide(context, side, onChanged, comparison);
  await lookForAlerts(context);
  await context.store.transaction(async (records) => {
    const connection = (await records.connection(context.connectionId))!;
    await records.saveConnection({ ...connection, comparedAt: isoNow(context.clock) });
    for (const side of SIDES.filter((one) => !comparison.incomplete.includes(one))) {
      const listing = await records.listing(connection.id, side);
      if (listing.comparisonWanted !== null)
        await records.saveListing(connection.id, side, { ...listing, comparisonWanted: null });
    }
  });
  return comparison;
}

async function compareSide(
  context: SyncContext,
  side: Side,
  onChanged: OnChanged,
  comparison: Comparison,
): Promise<void> {
  const listed = new Set<string>();
  const extent = await takeInBacklog(context, side, onChanged, (id) => listed.add(id));
  comparison.listed[side] = listed.size;
  // An incomplete answer says nothing of what is not in it.
  if (extent === 'partial') return void comparison.incomplete.push(side);
  const expected = await context.store.openOn(context.connectionId, side);
  const missing: number[] = [];
  for (const { link, id } of expected.filter((one) => !listed.has(one.id))) {
    comparison.askedFor += 1;
    if (!(await isThere(context, side, id, onChanged))) missing.push(link);
  }
  comparison.missing += missing.length;
  const isEmpty = listed.size === 0 && missing.length === expected.length;
  if (isEmpty && (await stop(context, side, missing))) return;
  for (const number of missing) await noteMissing(context, number, side);
}

async function isThere(context: SyncContext, side: Side, id: string, onChanged: OnChanged): Promise<boolean> {
  const observation = await read(context, side, id);
  if (observation === 'unreadable') return true;
  if (observation === null) return false;
  const result = await context.store.transaction((records) => recordObservation(records, context, side, observation));
  if (result?.changed === true) onChanged(result.link.number);
  return result === null || recordOf(result.link, side) !== null;
}

/** One that cannot be read is put aside like one of a list: it says nothing of the others, and nothing is concluded. */
async function read(context: SyncContext, side: Side, id: string): Promise<Observation | 'unreadable' | null> {
  try {
    return await context[side].get(id);
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'unreadable') throw error;
    const unreadable = [{ id, modifiedAt: null, reason: error.message }];
    const page = { observations: [], unreadable, partial: false };
    await context.store.transaction((records) => putAside(records, context, side, page, isoNow(context.clock)));
    return 'unreadable';
  }
}

/**
 * Stops the sync on account of what nobody was asked about yet; false where that is too little. What is missing then is
 * believed to be gone no sooner than an admin has said go and the side has said so again.
 */
async function stop(context: SyncContext, side: Side, missing: number[]): Promise<boolean> {
  return context.store.transaction(async (records) => {
    const found = await Promise.all(missing.map((number) => records.link(number)));
    const unasked = found.filter((link) => link !== null && recordOf(link, side)?.missing?.asked !== true);
    if (unasked.length < LEAST_TO_BE_EMPTY) return false;
    const since = isoNow(context.clock);
    for (const link of unasked) {
      const record = recordOf(link!, side)!;
      record.missing = { times: 1, since: record.missing?.since ?? since, nextAt: since, asked: true };
      await records.saveLink(link!);
    }
    const connection = (await records.connection(context.connectionId))!;
    await hold(records, connection, { kind: 'emptySide', since, side, known: unasked.length });
    return true;
  });
}
