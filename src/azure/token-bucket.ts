import { createAllowance } from './allowance.ts';
import type { Allowance, AllowanceSettings } from './allowance.ts';
import { monotonicClock } from './monotonic-clock.ts';
import type { MonotonicClock } from './monotonic-clock.ts';
import type { Priority } from './priority.ts';
import type { Traffic } from '../sync/ports/traffic.ts';

/** A request's turn did not come in the time it had. */
export class TurnDidNotCome extends Error {
  override readonly name = 'TurnDidNotCome';
  /** How long the wait would still have been, at least. */
  readonly waitSeconds: number;

  constructor(waitMs: number) {
    super('the allowance is used up');
    this.waitSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  }
}

interface Waiter {
  priority: Priority;
  grant(): void;
  fail(error: TurnDidNotCome): void;
}

// The longest a service's "wait" is believed, as `retryAfterSeconds` does; a wrong header must not silence a side for a day.
const LONGEST_PENALTY_MS = 60 * 60_000;

/** Who goes before whom. A write goes before a read, since it mostly follows one that would have to be made again. */
const ORDER = ['person writes', 'person reads', 'background writes', 'background reads'] as const;
type Queue = (typeof ORDER)[number];

/**
 * Hands out turns within one allowance, shared by everything that draws on it. People go before the
 * background, which in turn leaves them the last tenth; within that and a kind it is first come, first served.
 */
export class TokenBucket {
  /** How many turns it holds when nothing was taken for long. */
  readonly capacity: number;
  readonly #allowance: Allowance;
  readonly #reserve: number;
  readonly #clock: MonotonicClock;
  readonly #waiting = new Map<Queue, Set<Waiter>>(ORDER.map((queue) => [queue, new Set()]));
  #closedUntil = Number.NEGATIVE_INFINITY;
  #callOff: (() => void) | null = null;

  constructor(settings: AllowanceSettings, clock: MonotonicClock = monotonicClock) {
    this.capacity = settings.capacity;
    this.#allowance = createAllowance(settings);
    this.#reserve = Math.min(Math.ceil(settings.capacity / 10), settings.capacity - 1);
    this.#clock = clock;
  }

  /** How many turns could be had at once, by people. */
  left(): number {
    const now = this.#clock.now();
    return now < this.#closedUntil ? 0 : Math.max(0, Math.floor(this.#allowance.level(now)));
  }

  /** Resolves when the turn has come; rejects with TurnDidNotCome when it has not in `longestWaitMs`. */
  acquire(priority: Priority, longestWaitMs: number, kind: keyof Traffic = 'reads'): Promise<void> {
    return new Promise((resolve, reject) => {
      // Told to wait longer than this request has: say so now, instead of after a pointless wait.
      const closedFor = this.#closedUntil - this.#clock.now();
      if (closedFor > longestWaitMs) return reject(new TurnDidNotCome(closedFor));
      const waiter: Waiter = { priority, grant: resolve, fail: reject };
      const queue = this.#waiting.get(`${priority} ${kind}`)!;
      queue.add(waiter);
      const stopWaiting = this.#clock.after(longestWaitMs, () => {
        queue.delete(waiter);
        waiter.fail(new TurnDidNotCome(this.#untilTurn(priority)));
        // The timer was set for whoever was first; that may have been this one.
        this.#serve();
      });
      waiter.grant = () => {
        stopWaiting();
        resolve();
      };
      this.#serve();
    });
  }

  /** The service asked for a pause: nobody gets a turn in the next so many seconds. */
  penalise(retryAfterSeconds: number): void {
    const pause = Math.min(retryAfterSeconds * 1000, LONGEST_PENALTY_MS);
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.now() + pause);
    this.#serve();
  }

  #serve(): void {
    this.#callOff?.();
    this.#callOff = null;
    for (const queue of ORDER.map((name) => this.#waiting.get(name)!))
      for (const waiter of queue) {
        const wait = this.#untilTurn(waiter.priority);
        if (wait > 0) {
          // Rounded up, so that the timer never wakes a fraction too early and finds nothing.
          this.#callOff = this.#clock.after(Math.ceil(wait), () => this.#serve());
          return;
        }
        queue.delete(waiter);
        this.#allowance.take(this.#clock.now());
        waiter.grant();
      }
  }

  #untilTurn(priority: Priority): number {
    const now = this.#clock.now();
    const reserve = priority === 'person' ? 0 : this.#reserve;
    return Math.max(this.#closedUntil - now, this.#allowance.until(reserve, now), 0);
  }
}
