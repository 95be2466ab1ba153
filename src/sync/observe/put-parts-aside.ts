import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { partsOf } from './unread-parts.ts';
import type { Part } from './unread-parts.ts';

/**
 * What of an incident's comments or alerts cannot be read becomes a row of the quarantine, with the reason, and is tried
 * again; the rest of them, and the incident, are taken in. Without reasons the row is taken back.
 */
export async function putPartsAside(
  records: Records,
  context: SyncContext,
  side: Side,
  incidentId: string,
  part: Part,
  reasons: string[],
): Promise<void> {
  const { connectionId } = context;
  const itemId = partsOf(incidentId, part);
  if (reasons.length === 0) return records.unquarantine(connectionId, side, itemId);
  const reason = reasons.length === 1 ? reasons[0]! : `${reasons[0]} (and ${reasons.length - 1} more)`;
  const known = (await records.quarantined(connectionId, side)).find((row) => row.itemId === itemId);
  // One that stays as it was keeps its age, and is tried ever more rarely.
  if (known?.reason === reason) return;
  context.log.warn({ side, id: itemId, reason }, `${part} of an incident cannot be read; they are put aside`);
  await records.quarantine({ connectionId, side, itemId, reason, attempts: 0, since: isoNow(context.clock) });
}
