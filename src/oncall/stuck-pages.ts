import type { Clock } from '../sync/ports/clock.ts';

/** How soon a place to tell somebody is looked for again. */
const AGAIN_MILLISECONDS = 30_000;

/** Steps (by their key) and pages (by their id) nobody could be told of. In memory: a new process tries them at once. */
export class StuckPages {
  readonly #clock: Clock;
  readonly #tried = new Map<string, { attempts: number; againAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(key: string): boolean {
    return this.#tried.has(key);
  }

  /** How often it was tried in vain. */
  attempts(key: string): number {
    return this.#tried.get(key)?.attempts ?? 0;
  }

  /** When it is tried again (milliseconds since 1970); null where it is not stuck. */
  againAt(key: string): number | null {
    return this.#tried.get(key)?.againAt ?? null;
  }

  isResting(key: string): boolean {
    const left = (this.againAt(key) ?? 0) - this.#clock.now().getTime();
    // More than that is left only where the clock was set back.
    return left > 0 && left <= AGAIN_MILLISECONDS;
  }

  /** It was tried in vain. Returns when it is tried again. */
  rest(key: string): number {
    const againAt = this.#clock.now().getTime() + AGAIN_MILLISECONDS;
    this.#tried.set(key, { attempts: this.attempts(key) + 1, againAt });
    return againAt;
  }

  /** Somebody was told. */
  clear(key: string): void {
    this.#tried.delete(key);
  }
}
