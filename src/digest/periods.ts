import { shiftDays } from '../schedule/local-time.ts';
import type { Period } from '../sync/ports/figure-records.ts';
import type { Periods } from '../sync/ports/digest.ts';

const DAY_MILLISECONDS = 86_400_000;

/**
 * The period between two instants, and the one of as many days before it: a day on which the clocks are turned has 23
 * or 25 hours, and is compared with a whole day all the same. Periods of less than a day are compared by their length.
 */
export function periodsBetween(from: number, until: number, timeZone: string): Periods {
  const days = Math.round((until - from) / DAY_MILLISECONDS);
  const before = days === 0 ? from - (until - from) : shiftDays(from, -days, timeZone);
  return { period: toPeriod(from, until), before: toPeriod(before, from) };
}

function toPeriod(from: number, until: number): Period {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}
