import { compareTimestamps, shiftSeconds } from '../incident/timestamp.ts';
import { foldText } from '../incident/fold.ts';
import { sameOwner } from '../incident/person.ts';
import type { FieldValues } from '../incident/incident.ts';
import { wantedValues } from './act/wanted-values.ts';
import type { Link } from './link.ts';
import type { Records } from './ports/records.ts';

/**
 * Microsoft does not merge incidents whose owners or classifications differ, or of which one is closed: what somebody
 * sets here on one of two that are alike may keep Defender from finding that they are one. Nothing tells which it would
 * merge, so open ones of the same title and the same day are taken for alike. Many are alike and have different owners
 * with reason; so only what was done here is told, on the incident it was done to, and only for as long as it is so.
 */

/** Incidents that Defender may yet find to be one are alike by title and this close to each other. */
const WITHIN_SECONDS = 86_400;
const MOST_ALIKE = 10;

/** What can set an incident apart, and what takes that back. */
export const SETS_APART: readonly string[] = ['assign', 'handoff', 'close'];
const TAKES_BACK: readonly string[] = [...SETS_APART, 'undo', 'reopen'];

/**
 * Notes on the link what it is kept apart from by what has just been asked of it and promised. The caller saves the link.
 */
export async function noteApart(records: Records, link: Link, asks: readonly { kind: string }[]): Promise<void> {
  if (asks.some(({ kind }) => TAKES_BACK.includes(kind))) link.apartFrom = null;
  if (!asks.some(({ kind }) => SETS_APART.includes(kind)) || link.defender === null) return;
  if ((await records.connection(link.connectionId))!.mode !== 'native') return;
  const { title } = link.defender.observation.incident;
  const query = { connectionId: link.connectionId, open: true, text: title.trim(), limit: MOST_ALIKE, offset: 0 };
  for (const other of (await records.listLinks(query)).links)
    if (isAlike(link, other) && (await differenceOf(records, link, other)) !== null) {
      link.apartFrom = other.number;
      return;
    }
}

/** Takes back what is not so any more, of the link and of those kept apart from it. Saves what it changes. */
export async function reviewApart(records: Records, link: Link): Promise<void> {
  const others = await records.keptApartFrom(link.number);
  for (const kept of [link, ...(await Promise.all(others.map(async (number) => (await records.link(number))!)))]) {
    if (kept.apartFrom === null || (await presentDifference(records, kept)) !== null) continue;
    kept.apartFrom = null;
    kept.version += 1;
    await records.saveLink(kept);
  }
}

/** What keeps it apart, and from what, in a sentence for people; null where nothing does. */
export async function describeApart(records: Records, link: Link): Promise<string | null> {
  const difference = await presentDifference(records, link);
  if (difference === null) return null;
  return (
    `#${link.apartFrom} has the same title and ${difference}: ` +
    'Microsoft merges no incidents whose owners or classifications differ, or of which one is closed.'
  );
}

async function presentDifference(records: Records, link: Link): Promise<string | null> {
  const other = link.apartFrom === null ? null : await records.link(link.apartFrom);
  if (other === null || other.standing !== 'linked' || link.standing !== 'linked') return null;
  return differenceOf(records, link, other);
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

async function differenceOf(records: Records, link: Link, other: Link): Promise<string | null> {
  const [own, theirs] = [await valuesOf(records, link), await valuesOf(records, other)];
  if (theirs.state.status === 'closed') return null;
  if (own.state.status === 'closed') return 'stays open';
  return sameOwner(own.owner, theirs.owner) ? null : 'another owner';
}

async function valuesOf(records: Records, link: Link): Promise<FieldValues> {
  return wantedValues(link, await records.wantedIntents(link.number));
}
