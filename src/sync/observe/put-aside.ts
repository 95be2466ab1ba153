import type { Side } from '../../incident/side.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import type { SyncContext } from '../context.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import type { ObservedPage } from '../ports/side-port.ts';
import { unnamedId } from './unnamed-item.ts';

/**
 * What of a page cannot be read becomes a row of the quarantine, with the reason, and is tried again there: by its id,
 * or, without one, by listing again from its time on. What was aside and can be read now is released.
 */
export async function putAside(
  records: Records,
  context: SyncContext,
  side: Side,
  page: ObservedPage,
  since: string,
): Promise<void> {
  const { connectionId } = context;
  const aside = new Map((await records.quarantined(connectionId, side)).map((row) => [row.itemId, row]));
  if (page.unreadable.length === 0 && aside.size === 0) return;
  const unreadable = new Map(
    page.unreadable.map(({ id, modifiedAt, reason }) => [id ?? unnamedId(modifiedAt ?? startOf(page, since)), reason]),
  );
  for (const { incident } of page.observations)
    if (aside.has(incident.id) && !unreadable.has(incident.id))
      await records.unquarantine(connectionId, side, incident.id);
  for (const [itemId, reason] of unreadable) {
    if (aside.get(itemId)?.reason === reason) continue;
    context.log.warn({ side, id: itemId, reason }, 'an incident cannot be read; it is put aside and tried again');
    await records.quarantine({ connectionId, side, itemId, reason, attempts: 0, since: isoNow(context.clock) });
  }
}

/** From where an item without a time would be listed again: it is on this page. */
function startOf({ observations }: ObservedPage, since: string): string {
  const times = observations.map(({ incident }) => incident.modifiedAt);
  return times.toSorted(compareTimestamps)[0] ?? since;
}
