/**
 * Both services stamp with up to seven fractional digits (100 ns ticks) and trim trailing zeros. A JavaScript
 * Date keeps three, and a cursor cut short loses whatever changed in the same millisecond: so a server's time
 * stays the raw string it came as, and is compared here in ticks.
 */
const PATTERN = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,7})\d*)?(Z|[+-]\d{2}:\d{2})$/;
const TICKS_PER_MILLISECOND = 10_000n;

/**
 * Whether the text is a timestamp these functions can read, and a service takes back in a filter: a day of the calendar,
 * an hour of the clock, and of a year with four digits in UTC too.
 */
export function isTimestamp(raw: string): boolean {
  const [, local] = PATTERN.exec(raw) ?? [];
  if (local === undefined || Number.isNaN(Date.parse(raw))) return false;
  return isoSeconds(`${local}Z`) === local && PATTERN.test(fromTicks(toTicks(raw)));
}

/** `2026-02-30` is read as a day of March, and comes back as one. */
function isoSeconds(utc: string): string | null {
  const at = Date.parse(utc);
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 19);
}

/** 100 ns ticks since 1970. Throws a RangeError on anything but an ISO 8601 date and time with an offset. */
export function toTicks(raw: string): bigint {
  const match = PATTERN.exec(raw);
  const seconds = match === null ? Number.NaN : Date.parse(`${match[1]}${match[3]}`);
  if (match === null || Number.isNaN(seconds)) throw new RangeError(`not a timestamp: ${raw.slice(0, 40)}`);
  return BigInt(seconds) * TICKS_PER_MILLISECOND + BigInt((match[2] ?? '').padEnd(7, '0'));
}

/** The ticks as a raw string with seven fractional digits, in UTC. */
export function fromTicks(ticks: bigint): string {
  const second = TICKS_PER_MILLISECOND * 1000n;
  // Counted up from the second before, also for times before 1970: "not set" is the year 1 in some services.
  const past = ((ticks % second) + second) % second;
  const whole = (ticks - past) / second;
  const fraction = past.toString().padStart(7, '0');
  return new Date(Number(whole) * 1000).toISOString().replace(/\.\d{3}Z$/, `.${fraction}Z`);
}

/** Finer than a tick: filters of the services refuse it. */
const TOO_FINE = /\.\d{8,}/;

/** The same time in UTC, to the tick: verbatim if it is that already. */
export function inUtc(raw: string): string {
  return raw.endsWith('Z') && !TOO_FINE.test(raw) ? raw : fromTicks(toTicks(raw));
}

/** In UTC and with all seven digits, as nearly every stamp comes: these compare as text. */
const WHOLE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/;

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareTimestamps(a: string, b: string): number {
  if (WHOLE.test(a) && WHOLE.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  const difference = toTicks(a) - toTicks(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The later of the two, verbatim. */
export function laterOf(a: string, b: string): string {
  return compareTimestamps(a, b) >= 0 ? a : b;
}

/** `raw` moved by whole or fractional seconds. */
export function shiftSeconds(raw: string, seconds: number): string {
  return fromTicks(toTicks(raw) + BigInt(Math.round(seconds * 1000)) * TICKS_PER_MILLISECOND);
}
