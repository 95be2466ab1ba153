import { compareTimestamps, shiftSeconds } from '../../incident/timestamp.ts';
import { foldText } from '../../incident/fold.ts';
import { sameOwner } from '../../incident/person.ts';
import type { FieldValues } from '../../incident/incident.ts';
import type { Link } from '../link.ts';
import type { Ask } from '../ports/desk.ts';
import type { Records } from '../ports/records.ts';
import { wantedValues } from './wanted-values.ts';

/** Incidents that Defender may yet find to be one are alike by title and this close to each other. */
const WITHIN_SECONDS = 86_400;
const MOST_ALIKE = 10;

/**
 * Microsoft does not merge incidents whose owners or classifications differ, or of which one is closed: what somebody
 * sets here on one of two that are alike may keep Defender from finding that they are one. Nothing tells which it would
 * merge, so open ones of the same title and the same day are taken for alike. A sentence for who acted; null where there
 * is nothing to say.
 */
export async function warnOfUnmerged(records: Records, link: Link, { kind }: Ask): Promise<string | null> {
  if (!['assign', 'handoff', 'close'].includes(kind) || link.defender === null) return null;
  if ((await records.connection(link.connectionId))!.mode !== 'native') return null;
  const { title } = link.defender.observation.incident;
  const query = { connectionId: link.connectionId, open: true, text: title.trim(), limit: MOST_ALIKE, offset: 0 };
  const alike = (await records.listLinks(query)).links.filter((other) => isAlike(link, other));
  const own = await valuesOf(records, link);
  for (const other of alike) {
    const difference = differenceOf(own, await valuesOf(records, other));
    if (difference !== null)
      return (
        `#${other.number} has the same title and ${difference}: ` +
        'Microsoft merges no incidents whose owners or classifications differ, or of which one is closed.'
      );
  }
  return null;
}

function isAlike(link: Link, other: Link): boolean {
  if (other.number === link.number || other.defender === null || other.standing !== 'linked') return false;
  const [here, there] = [link.defender!.observation.incident, other.defender.observation.incident];
  const [first, last] = [here.createdAt, there.createdAt].toSorted(compareTimestamps);
  return (
    foldText(here.title.trim()) === foldText(there.title.trim()) &&
    compareTimestamps(last!, shiftSeconds(first!, WITHIN_SECONDS)) <= 0
  );
}

async function valuesOf(records: Records, link: Link): Promise<FieldValues> {
  return wantedValues(link, await records.wantedIntents(link.number));
}

function differenceOf(own: FieldValues, other: FieldValues): string | null {
  if (own.state.status === 'closed') return 'stays open';
  return sameOwner(own.owner, other.owner) ? null : 'another owner';
}
