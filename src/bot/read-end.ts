import { markdownText } from '../cards/escape.ts';
import { readTime } from './read-time.ts';

/** Times in milliseconds since 1970. */
export interface EndFacts {
  /** IANA name. */
  timeZone: string;
  now: number;
  /** When the present shift ends, or where it is nobody's turn, when the next one begins; null where neither is known. */
  shiftEndsAt: number | null;
}

const LONGEST_MILLISECONDS = 31 * 86_400_000;

/**
 * Until when somebody is to be on call: `until 18:00`, `until 2026-12-24 09:00`, `for 4h`; to the end of the shift where
 * nothing is said. Otherwise why not, with what is accepted (markdown).
 */
export function readEnd(words: readonly string[], facts: EndFacts): { until: number } | { fault: string } {
  const { timeZone, now, shiftEndsAt } = facts;
  const fault = (why: string) => ({ fault: `${why} ${ACCEPTED}, in ${timeZone}, at most a month ahead.` });
  const said = words.join(' ');
  if (said === '' || SHIFT.test(said)) {
    const isNear = shiftEndsAt !== null && shiftEndsAt - now <= LONGEST_MILLISECONDS;
    return isNear ? { until: shiftEndsAt } : fault('No shift ends within a month, so say until when.');
  }
  const until = readWords(words, timeZone, now);
  if (until === null) return fault(`"${markdownText(said, 60)}" is no time I know.`);
  if (until <= now) return fault(`"${markdownText(said, 60)}" is over already.`);
  return until - now > LONGEST_MILLISECONDS ? fault(`"${markdownText(said, 60)}" is more than a month.`) : { until };
}

const ACCEPTED = 'Say until 18:00, until 2026-12-24 09:00, for 4h, for 90m or for 2d, or nothing: until the shift ends';
const SHIFT = /^until (the )?end( of (the )?shift)?$/i;

function readWords([how = '', ...rest]: readonly string[], timeZone: string, now: number): number | null {
  switch (how.toLowerCase()) {
    case 'until':
      return rest.length > 2 ? null : readTime(rest.join('T'), timeZone, now);
    case 'for':
      return /^\d+[mhd]$/i.test(rest.join('')) ? readTime(rest.join(''), timeZone, now) : null;
    default:
      return null;
  }
}
