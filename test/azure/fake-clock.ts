import type { MonotonicClock } from '../../src/azure/monotonic-clock.ts';

/** Time that stands still until it is told to go on. */
export class FakeClock implements MonotonicClock {
  #now = 1_000_000;
  readonly #timers = new Map<number, { at: number; wake: () => void }>();
  #next = 0;

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, wake: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + milliseconds, wake });
    return () => void this.#timers.delete(id);
  }

  /** Goes on by so many milliseconds, waking whoever is due on the way, in order. */
  async pass(milliseconds: number): Promise<void> {
    await settle();
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].wake();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  get pending(): number {
    return this.#timers.size;
  }
}

/** Lets everything that is ready to run do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
