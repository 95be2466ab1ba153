import type { Clock } from '../../src/sync/ports/clock.ts';

export interface FakeClock extends Clock {
  /** Moves time on; timers that become due run in order. */
  advance(milliseconds: number): void;
  pending(): number;
}

/** A clock that stands still until it is told otherwise. */
export function createFakeClock(start = '2026-03-01T08:00:00.000Z'): FakeClock {
  let now = Date.parse(start);
  let timers: { at: number; task: () => void }[] = [];
  return {
    now: () => new Date(now),
    after(milliseconds, task) {
      const timer = { at: now + milliseconds, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(milliseconds) {
      const until = now + milliseconds;
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = until;
    },
    pending: () => timers.length,
  };
}
