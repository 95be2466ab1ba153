import type { Side } from '../../incident/side.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import type { Link } from '../link.ts';
import { recordOf } from '../link.ts';
import type { Records } from '../ports/records.ts';
import type { Observation } from '../ports/side-port.ts';
import { sameJson } from '../same-json.ts';
import { changedFields } from './field-moves.ts';
import { mustReadComments } from './must-read-comments.ts';
import { recordDefenderComments } from './record-comments.ts';

/**
 * Lays a later reading over what is known of an incident that was folded into another. Its fields are nobody's business
 * any more, but what people say on it still belongs to the survivor: before the merge, while that side could not be
 * read, or after it. Returns whether it said anything new; the link is saved then.
 */
export async function hearOfMerged(
  records: Records,
  link: Link,
  side: Side,
  observation: Observation,
  commentMaxLength: number,
): Promise<boolean> {
  const record = recordOf(link, side);
  // Defender takes no merge back, and what it says of one it does not redirect any more leads nowhere.
  if (record === null || (side === 'defender' && observation.incident.mergedInto === null)) return false;
  const previous = record.observation;
  if (compareTimestamps(observation.incident.modifiedAt, previous.incident.modifiedAt) < 0) return false;
  const heard = link.mergedInto === null ? observation : asFolded(observation, previous);
  if (sameJson(previous, heard) && record.missing === null) return false;
  link[side] = { ...record, observation: heard, touchedByUs: false, missing: null, goneSince: null };
  if (side === 'defender') {
    await recordDefenderComments(records, link, commentMaxLength);
    await records.markUndecided(link.number, true);
  } else {
    const isExplained = changedFields(previous.incident, observation.incident).length > 0;
    if (await mustReadComments(records, link, record, isExplained, false))
      await records.markCommentsDue(link.number, true);
  }
  await records.saveLink(link);
  return true;
}

/**
 * Its story went on in the one it was folded into, and goes where that one's goes. Should Defender shorten a chain of
 * merges, what it led past would else be said once more at its end.
 */
function asFolded(observation: Observation, { incident: { mergedInto } }: Observation): Observation {
  return { ...observation, incident: { ...observation.incident, mergedInto } };
}
