import { instantOf, wallTimeAt } from '../schedule/local-time.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const DAY_MILLISECONDS = 86_400_000;

/**
 * When somebody means, in milliseconds since 1970: `18:00` is the next time the clocks of the time zone show that, `8h`
 * so long from now, `2026-12-24T09:00` that. Null where it is none of these.
 */
export function readTime(text: string, timeZone: string, now: number): number | null {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/i.exec(text) ?? [];
  if (unit !== '') return now + Number(count) * UNITS[unit.toLowerCase()]!;
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined) {
    const midnight = Math.floor(wallTimeAt(now, timeZone) / DAY_MILLISECONDS) * DAY_MILLISECONDS;
    const wall = midnight + Number(hour) * UNITS['h']! + Number(minute) * UNITS['m']!;
    const today = instantOf(wall, timeZone);
    return today > now ? today : instantOf(wall + DAY_MILLISECONDS, timeZone);
  }
  if (!/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/i.test(text)) return null;
  const wall = Date.parse(`${text.toUpperCase()}Z`);
  return Number.isNaN(wall) ? null : instantOf(wall, timeZone);
}
