import { instantOf, wallTimeAt } from '../schedule/local-time.ts';
import type { QuietHours } from '../sync/ports/oncall.ts';

const MINUTE_MILLISECONDS = 60_000;
const DAY_MILLISECONDS = 86_400_000;

/** When the quiet hours end that it is now (milliseconds since 1970); null where it is none of them. */
export function quietUntil(quietHours: QuietHours | null, now: number): number | null {
  if (quietHours === null) return null;
  const { from, until, timeZone } = quietHours;
  const wall = wallTimeAt(now, timeZone);
  const midnight = Math.floor(wall / DAY_MILLISECONDS) * DAY_MILLISECONDS;
  const minute = (wall - midnight) / MINUTE_MILLISECONDS;
  const isQuiet = from < until ? from <= minute && minute < until : from <= minute || minute < until;
  if (!isQuiet) return null;
  const endsTomorrow = from > until && minute >= from;
  const end = instantOf(midnight + (endsTomorrow ? DAY_MILLISECONDS : 0) + until * MINUTE_MILLISECONDS, timeZone);
  // When the clocks go back, the end comes up a second time: then it is quiet until that.
  return end > now ? end : now + MINUTE_MILLISECONDS;
}
