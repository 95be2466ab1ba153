import { readCron } from './cron-fields.ts';
import type { CronFields } from './cron-fields.ts';
import { instantOf, wallTimeAt } from './local-time.ts';

const DAY_MILLISECONDS = 86_400_000;
/** An expression that did not come up for so long is taken for one that never does. */
const LONGEST_DAYS = 400;

/**
 * The last `count` times at which a cron expression came up in a time zone, not after `now` (milliseconds since 1970),
 * newest first; fewer where there are none. Each is a time of day on a calendar, so it comes up once on the days the
 * clocks are turned, even if they skip it or show it twice. A day must fit both its month and its week, as in node-cron.
 */
export function latestTimes(expression: string, timeZone: string, count: number, now: number): number[] {
  const fields = readCron(expression);
  const today = Math.floor(wallTimeAt(now, timeZone) / DAY_MILLISECONDS) * DAY_MILLISECONDS;
  const found = new Set<number>();
  for (let back = 0; back < LONGEST_DAYS && found.size < count; back += 1) {
    const midnight = today - back * DAY_MILLISECONDS;
    if (!isOn(fields, new Date(midnight))) continue;
    for (const hour of fields.hours.toReversed())
      for (const minute of fields.minutes.toReversed()) {
        const instant = instantOf(midnight + (hour * 60 + minute) * 60_000, timeZone);
        if (instant <= now && found.size < count) found.add(instant);
      }
  }
  return [...found].toSorted((a, b) => b - a);
}

/** The first time after `after` at which it comes up; null where it does not within 400 days. The same rules hold. */
export function nextTime(expression: string, timeZone: string, after: number): number | null {
  const fields = readCron(expression);
  const today = Math.floor(wallTimeAt(after, timeZone) / DAY_MILLISECONDS) * DAY_MILLISECONDS;
  for (let ahead = 0; ahead < LONGEST_DAYS; ahead += 1) {
    const midnight = today + ahead * DAY_MILLISECONDS;
    if (!isOn(fields, new Date(midnight))) continue;
    const instants = fields.hours.flatMap((hour) =>
      fields.minutes.map((minute) => instantOf(midnight + (hour * 60 + minute) * 60_000, timeZone)),
    );
    const later = instants.filter((instant) => instant > after);
    if (later.length > 0) return Math.min(...later);
  }
  return null;
}

function isOn({ days, months, weekdays }: CronFields, day: Date): boolean {
  return days.has(day.getUTCDate()) && months.has(day.getUTCMonth() + 1) && weekdays.has(day.getUTCDay());
}
