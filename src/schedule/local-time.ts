const MINUTE_MILLISECONDS = 60_000;
const DAY_MILLISECONDS = 86_400_000;

/** What a clock on the wall of a time zone shows, as the milliseconds at which a clock in UTC shows the same. */
type WallTime = number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a time zone (IANA name) show at an instant, to the minute. */
export function wallTimeAt(instant: number, timeZone: string): WallTime {
  const whole = Math.floor(instant / MINUTE_MILLISECONDS) * MINUTE_MILLISECONDS;
  return whole + offsetAt(whole, timeZone);
}

/**
 * When the clocks of a time zone show that. What they skip in spring counts as long after the change as it would have
 * been after midnight; what they show twice in autumn means the first time.
 */
export function instantOf(wall: WallTime, timeZone: string): number {
  const before = offsetAt(wall - DAY_MILLISECONDS, timeZone);
  const after = offsetAt(wall + DAY_MILLISECONDS, timeZone);
  if (before === after) return wall - before;
  if (offsetAt(wall - before, timeZone) === before) return wall - before;
  return offsetAt(wall - after, timeZone) === after ? wall - after : wall - before;
}

/** The next time after `after` at which the clocks show that; null where it is over. What they show twice counts twice. */
export function nextInstantOf(wall: WallTime, timeZone: string, after: number): number | null {
  const first = instantOf(wall, timeZone);
  if (first > after) return first;
  const second = wall - offsetAt(wall + DAY_MILLISECONDS, timeZone);
  return second > after && wallTimeAt(second, timeZone) === wall ? second : null;
}

/** The same time of day so many days later (earlier, if negative), whatever the clocks did between. */
export function shiftDays(instant: number, days: number, timeZone: string): number {
  return instantOf(wallTimeAt(instant, timeZone) + days * DAY_MILLISECONDS, timeZone);
}

function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { ...digits, second: '2-digit', hourCycle: 'h23', timeZone });
    formats.set(timeZone, format);
  }
  const parts = format.formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)!.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(instant / 1000) * 1000;
}
