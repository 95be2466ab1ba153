import { SIDES } from '../../incident/side.ts';
import type { Unreadable } from '../ports/desk.ts';
import type { QuarantineRow, Records } from '../ports/records.ts';

/** How many are named; the number of all is told besides. */
export const MOST_UNREADABLE = 20;

/** What is put aside of both sides, the longest first. */
export async function listUnreadable(
  records: Pick<Records, 'quarantined'>,
  connectionId: string,
): Promise<Unreadable[]> {
  const rows = await Promise.all(SIDES.map((side) => records.quarantined(connectionId, side)));
  return rows.flat().map(toUnreadable).toSorted(byAge);
}

/** The longest unreadable first. */
export function byAge(a: Unreadable, b: Unreadable): number {
  return a.since < b.since ? -1 : a.since > b.since ? 1 : 0;
}

/** It is read again at the 1st, 2nd, 4th, 8th, … cycle after it was put aside (`retryQuarantine`). */
function toUnreadable({ side, itemId, reason, since, attempts }: QuarantineRow): Unreadable {
  const next = 2 ** Math.ceil(Math.log2(attempts + 1));
  return { side, id: itemId, reason, since, nextInCycles: next - attempts, nextAt: null };
}
