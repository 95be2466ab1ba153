import type { Incident } from '../../incident/incident.ts';
import { FIELDS } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import { pendingDoubt } from '../doubt.ts';
import { changeSeen } from '../history/event.ts';
import type { Link, Moves, SideRecord } from '../link.ts';
import { agreeOnArrival } from '../promise/settle-base.ts';
import type { Records } from '../ports/records.ts';
import { isMachine } from './machine-names.ts';

/**
 * A reading that is newer and shows nothing new, while a write of ours is in doubt: it may have arrived, and somebody
 * may have put back what was there before. Where the side names a person other than us as the last to change the
 * incident, that is what happened: the write has arrived, and the field moved back (returned here). Where the side names
 * nobody, nothing may have happened at all: that is noted with the doubt, and told if the value is written once more.
 * @param record What was known of the side before.
 */
export async function noteReturns(
  records: Records,
  link: Link,
  side: Side,
  record: SideRecord,
  incident: Incident,
): Promise<Moves> {
  const previous = record.observation.incident;
  const { modifiedBy } = incident;
  const isNewer = compareTimestamps(incident.modifiedAt, previous.modifiedAt) > 0;
  const isOurs = record.touchedByUs || (modifiedBy !== null && modifiedBy === record.writtenAs);
  if (!isNewer || isOurs || isMachine(modifiedBy)) return {};
  const between = { after: previous.modifiedAt, by: incident.modifiedAt };
  const moves: Moves = {};
  const returned = FIELDS.flatMap((field) => {
    const doubt = pendingDoubt(record, field);
    return doubt === null || doubt.returned !== undefined ? [] : [{ field, doubt }];
  });
  for (const { field, doubt } of returned) {
    doubt.returned = between;
    if (modifiedBy === null) continue;
    if (!doubt.isAlone) agreeOnArrival(link, side, field, doubt, doubt.value);
    // Of several values somebody may have put back only one.
    const who = returned.length === 1 ? { who: modifiedBy } : {};
    const move = { ...between, exact: true, machine: false, isReturn: true as const, ...who };
    moves[field] = move;
    const arrived = { ...previous, [field]: doubt.value };
    await records.appendEvent(changeSeen(link, side, field, arrived, incident, move));
  }
  return moves;
}
