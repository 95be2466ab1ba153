import { instantOf, nextInstantOf, shiftDays, wallTimeAt } from '../schedule/local-time.ts';

const MINUTE_MILLISECONDS = 60_000;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MILLISECONDS, h: 3_600_000 };
const DAY_MILLISECONDS = 86_400_000;

/**
 * When somebody means, in milliseconds since 1970: `18:00` is the next time the clocks of the time zone show that, `8h`
 * so long from now, `2d` the same time of day then, `2026-12-24T09:00` that. Null where it is none of these.
 */
export function readTime(text: string, timeZone: string, now: number): number | null {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/i.exec(text) ?? [];
  if (unit.toLowerCase() === 'd') return shiftDays(now, Number(count), timeZone) + (now % MINUTE_MILLISECONDS);
  if (unit !== '') return now + Number(count) * UNITS[unit.toLowerCase()]!;
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined) {
    const midnight = Math.floor(wallTimeAt(now, timeZone) / DAY_MILLISECONDS) * DAY_MILLISECONDS;
    const wall = midnight + Number(hour) * UNITS['h']! + Number(minute) * UNITS['m']!;
    return nextInstantOf(wall, timeZone, now) ?? instantOf(wall + DAY_MILLISECONDS, timeZone);
  }
  if (!/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/i.test(text)) return null;
  const wall = Date.parse(`${text.toUpperCase()}Z`);
  const isDay = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(text.toUpperCase());
  return isDay ? (nextInstantOf(wall, timeZone, now) ?? instantOf(wall, timeZone)) : null;
}
