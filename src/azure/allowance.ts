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
  /** Milliseconds from now until the level is at least `wanted`, if nothing more is taken. */
  until(wanted: number, now: number): number;
}

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
    until: (wanted, now) => Math.max(0, (wanted - level(now)) / perMillisecond),
  };
}

function slidingWindow(capacity: number, windowMs: number): Allowance {
  const taken: number[] = [];
  const level = (now: number) => {
    while (taken[0] !== undefined && taken[0] <= now - windowMs) taken.shift();
    return capacity - taken.length;
  };
  return {
    level,
    take: (now) => void taken.push(now),
    until(wanted, now) {
      const missing = Math.ceil(wanted - level(now));
      return missing <= 0 ? 0 : (taken[missing - 1] ?? now) + windowMs - now;
    },
  };
}
