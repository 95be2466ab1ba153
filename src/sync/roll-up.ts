import { derivedId } from '../incident/comment.ts';
import { fromTicks, toTicks } from '../incident/timestamp.ts';
import type { LedgerComment } from './ledger.ts';
import type { Link } from './link.ts';
import { cutText } from './observe/split-text.ts';

/** Sentinel takes so many comments an incident, and refuses the next (sentinel-service-limits). */
export const MOST_COMMENTS = 100;
/** From so many on, whoever wrote them, what we still carry shares one comment: the places left are people's. */
export const COMMENT_BUDGET = 90;
/** Sentinel's limit for one comment. */
const LONGEST_ROLL_UP = 30_000;

const BREAK = '\n\n';
const HEAD =
  `Dragoman keeps comments in this one, oldest first, because this incident has ${COMMENT_BUDGET} others ` +
  `and Sentinel takes ${MOST_COMMENTS}.`;

/**
 * The one comment that holds all we carry past the budget. Its text is told from the ledger each time, so that it
 * only ever grows; what Sentinel shows instead of it was not written by the newest request.
 */
export interface RollUp {
  /** As Sentinel showed it after our last write. */
  shown: string;
  /** As Sentinel last showed it. */
  seen: string;
  /** What was seen when it was last set right; seen again, it is left alone, as nobody wins such a fight. */
  setRightFrom: string | null;
}

/** The name of the roll-up in Sentinel: derived, so that there is never a second one. */
export function rollUpId(link: Pick<Link, 'connectionId' | 'sentinelName'>): string {
  return derivedId(link.connectionId, 'rollUp', link.sentinelName!);
}

/**
 * The text of the roll-up, at most 30,000 characters. When it would be longer, the oldest entries give way to a
 * line that says how many, and where they can be read.
 */
export function tellRollUp(link: Pick<Link, 'defenderId' | 'defender'>, comments: readonly LedgerComment[]): string {
  const entries = comments.map(tellEntry);
  const whole = [HEAD, ...entries].join(BREAK);
  if (whole.length <= LONGEST_ROLL_UP) return whole;
  let room = LONGEST_ROLL_UP - [HEAD, tellDropped(link, entries.length)].join(BREAK).length;
  // The newest is told in any case, and cut if it must be.
  let dropped = entries.length - 1;
  room -= BREAK.length + entries[dropped]!.length;
  for (; dropped > 0 && room >= BREAK.length + entries[dropped - 1]!.length; dropped -= 1)
    room -= BREAK.length + entries[dropped - 1]!.length;
  const before = dropped === 0 ? [HEAD] : [HEAD, tellDropped(link, dropped)];
  return cutText([...before, ...entries.slice(dropped)].join(BREAK), LONGEST_ROLL_UP);
}

function tellEntry({ createdAt, carriedText }: LedgerComment): string {
  const [date, time] = fromTicks(toTicks(createdAt)).slice(0, 16).split('T');
  return `${date} ${time} UTC, ${carriedText}`;
}

function tellDropped({ defenderId, defender }: Pick<Link, 'defenderId' | 'defender'>, count: number): string {
  const url = defender?.observation.incident.url ?? null;
  const where =
    defenderId === null
      ? "in Teams and in Dragoman's audit"
      : `in Defender, incident ${defenderId}${url === null ? '' : ` (${url})`}`;
  return `(${count} older ${count === 1 ? 'entry' : 'entries'} left out for want of room; to be read ${where})`;
}
