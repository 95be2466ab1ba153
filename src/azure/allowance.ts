/**
 * What a service lets us do in a time. Two laws, because the services have two: ARM fills a bucket steadily,
 * Graph counts the requests of the last minute. (A bucket as large as Graph's minute, refilled at its rate,
 * would send twice the minute's worth in its first minute.)
 */
export type AllowanceSettings =
  { capacity: number; refillPerSecond: number } | { capacity: number; windowSeconds: number };

export interface Allowance {
  /** How many requests may be sent at this time (milliseconds). */
  level(now: number): number;
  take(now: number): void;
  /**
   * Milliseconds from now until a turn may be taken by somebody who leaves others a reserve of so many turns; to be
   * asked again then, since what others take meanwhile is not known.
   */
  until(reserve: number, now: number): number;
}

/** What a person's click sends to one side: a reading, a change and a comment. So much of a reserve is never let go. */
const CLICK = 3;

export function createAllowance(settings: AllowanceSettings): Allowance {
  return 'refillPerSecond' in settings
    ? steadyRefill(settings.capacity, settings.refillPerSecond / 1000)
    : slidingWindow(settings.capacity, settings.windowSeconds * 1000);
}

function steadyRefill(capacity: number, perMillisecond: number): Allowance {
  let stored = capacity;
  let storedAt: number | null = null;
  const level = (now: number) => Math.min(capacity, stored + Math.max(0, now - (storedAt ?? now)) * perMillisecond);
  return {
    level,
    take(now) {
      stored = level(now) - 1;
      storedAt = now;
    },
    until: (reserve, now) => Math.max(0, (1 + reserve - level(now)) / perMillisecond),
  };
}

/**
 * Here a turn nobody takes is lost, so a reserve that stood untouched would leave a tenth of the quota unused. It is
 * let go evenly instead: of the turns that are left, as many stay as others are due until the reserve has come free
 * again. Under load this spreads the requests over the window, and what is freed goes to people first.
 */
function slidingWindow(capacity: number, windowMs: number): Allowance {
  const taken: number[] = [];
  const level = (now: number) => {
    while (taken[0] !== undefined && taken[0] <= now - windowMs) taken.shift();
    return capacity - taken.length;
  };
  /** When the oldest so many are out of the window. */
  const free = (count: number, now: number) => (taken[count - 1] ?? now) + windowMs;
  return {
    level,
    take: (now) => void taken.push(now),
    until(reserve, now) {
      const spare = level(now) - 1;
      const letGo = free(reserve, now);
      const due = (reserve * (letGo - now)) / windowMs;
      const kept = Math.min(reserve, Math.max(CLICK, due));
      if (spare >= kept) return 0;
      const nextFree = free(1, now);
      const enough = spare < Math.min(reserve, CLICK) ? nextFree : letGo - (windowMs * spare) / reserve;
      return Math.min(nextFree, enough) - now;
    },
  };
}
