import type { SyncContext } from '../context.ts';
import { SIDES } from '../../incident/side.ts';
import type { Side } from '../../incident/side.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import { isoNow } from '../ports/clock.ts';
import type { QuarantineRow } from '../ports/records.ts';
import { Unanswered } from '../unanswered.ts';
import { readSentinelComments } from './read-sentinel-comments.ts';
import { recordObservation } from './record-observation.ts';
import { takeIn } from './take-in.ts';
import type { OnChanged } from './take-in.ts';
import type { Observation } from '../ports/side-port.ts';
import { sinceOfUnnamed } from './unnamed-item.ts';
import { readPartsId } from './unread-parts.ts';
import type { Part } from './unread-parts.ts';

/** What is put aside in masses must not use up the quota of everything else. */
const MOST_RETRIES = 20;

/**
 * Reads again what could not be read, ever more rarely (at the 1st, 2nd, 4th, 8th, … cycle), so that a permanently
 * broken item does not cost a request in every cycle. One that still cannot be read keeps back no other.
 */
export async function retryQuarantine(context: SyncContext, onChanged: OnChanged): Promise<void> {
  for (const side of SIDES) {
    const unanswered = new Unanswered();
    let retries = 0;
    for (const row of await context.store.quarantined(context.connectionId, side)) {
      const attempts = row.attempts + 1;
      const isDue = Number.isInteger(Math.log2(attempts));
      if (isDue && retries === MOST_RETRIES) continue;
      await context.store.quarantine({ ...row, attempts });
      if (!isDue) continue;
      retries += 1;
      try {
        await retry(context, { ...row, attempts }, onChanged);
        unanswered.note(null);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        context.log.warn({ side, id: row.itemId, reason }, 'what was put aside still cannot be read');
        if (unanswered.note(error)) break;
      }
    }
  }
}

async function retry(context: SyncContext, row: QuarantineRow, onChanged: OnChanged): Promise<void> {
  const { side, itemId } = row;
  const since = sinceOfUnnamed(itemId);
  if (since !== null) return listAgain(context, row, since, onChanged);
  const parts = readPartsId(itemId);
  if (parts !== null) return readPartsAgain(context, row, parts, onChanged);
  const observation = await readAgain(context, side, itemId, onChanged);
  if (observation !== null || (await isBelievedGone(context, row)))
    await context.store.unquarantine(context.connectionId, side, itemId);
}

const NOT_FOUND = 'it is not found any more';
/** Said so at the 1st, 2nd and 4th cycle since it was first said. */
const BELIEVED_AT = 4;

/**
 * What a side does not find may be a moment's, or a matter of access, and the list has gone past it: one such answer
 * does not release it.
 */
async function isBelievedGone({ store, clock }: SyncContext, row: QuarantineRow): Promise<boolean> {
  if (row.reason === NOT_FOUND) return row.attempts >= BELIEVED_AT;
  await store.quarantine({ ...row, reason: NOT_FOUND, attempts: 0, since: isoNow(clock) });
  return false;
}

async function readAgain(
  context: SyncContext,
  side: Side,
  id: string,
  onChanged: OnChanged,
): Promise<Observation | null> {
  const observation = await context[side].get(id);
  if (observation === null) return null;
  await context.store.transaction(async (records) => {
    const result = await recordObservation(records, context, side, observation);
    if (result?.changed === true) onChanged(result.link.number);
  });
  return observation;
}

/** One without an id is on the first page from its time on, if it still cannot be read. */
async function listAgain(
  context: SyncContext,
  { side, itemId }: QuarantineRow,
  since: string,
  onChanged: OnChanged,
): Promise<void> {
  for await (const page of context[side].listModified({ since })) {
    await takeIn(context, side, page, { since, movesCursor: false }, onChanged);
    const isStillThere = page.unreadable.some(
      ({ id, modifiedAt }) => id === null && (modifiedAt === null || compareTimestamps(modifiedAt, since) === 0),
    );
    if (isStillThere || page.partial) return;
    break;
  }
  await context.store.unquarantine(context.connectionId, side, itemId);
}

/** Whoever reads them takes the row back. There is nothing to be read of an incident that is not synced any more. */
async function readPartsAgain(
  context: SyncContext,
  { side, itemId }: QuarantineRow,
  { incidentId, part }: { incidentId: string; part: Part },
  onChanged: OnChanged,
): Promise<void> {
  const { store, connectionId } = context;
  const link = await store.linkById(connectionId, side, incidentId);
  // What people said on a merged one belongs to its survivor; its alerts are there already.
  const isRead = link?.standing === 'linked' || (link?.standing === 'merged' && part === 'comments');
  if (link === null || link[side] === null || !isRead) return store.unquarantine(connectionId, side, itemId);
  if (part === 'alerts') {
    if (link[side].goneSince !== null) return store.unquarantine(connectionId, side, itemId);
    await store.markAlertsDue(link.number, true);
    return store.markNamesDue(link.number, true);
  }
  if (side === 'sentinel') {
    if ((await readSentinelComments(context, link.number)).isNews) onChanged(link.number);
    return;
  }
  const observation = await readAgain(context, side, incidentId, onChanged);
  // One that is not there is asked about by itself.
  if (observation?.unreadableComments === undefined) await store.unquarantine(connectionId, side, itemId);
}
