/** Time, passed in so that tests never wait. */
export interface Clock {
  now(): Date;
  /** Runs `task` once after `milliseconds`; the returned function cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** The present as an ISO 8601 string. */
export function isoNow(clock: Clock): string {
  return clock.now().toISOString();
}
