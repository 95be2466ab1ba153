/**
 * Time as the quota keeps it. Not the engine's clock: that one tells the date, which may be set back, and its
 * timers let the process end, which must not happen to a request that is waiting for its turn.
 */
export interface MonotonicClock {
  /** Milliseconds on a scale that never goes back. */
  now(): number;
  /** Calls `wake` once after so many milliseconds; the returned function calls it off. */
  after(milliseconds: number, wake: () => void): () => void;
}

export const monotonicClock: MonotonicClock = {
  now: () => performance.now(),
  after(milliseconds, wake) {
    const timer = setTimeout(wake, milliseconds);
    return () => clearTimeout(timer);
  },
};
