import cron from 'node-cron';
import type { Clock } from '../sync/ports/clock.ts';

export interface Poll {
  stop(): Promise<void>;
}

/** How often the schedule looks whether a cycle is due; an interval is kept to within this many seconds. */
const LOOK_EVERY_SECONDS = 5;

/**
 * Runs `work` at once, or `delaySeconds` later, and then whenever `intervalSeconds` have passed since it last began,
 * never twice at a time.
 * A cron expression cannot say "every 7 minutes", so a frequent tick asks the clock.
 */
export function startPoll(clock: Clock, intervalSeconds: number, work: () => Promise<unknown>, delaySeconds = 0): Poll {
  let begunAt = clock.now().getTime() - (intervalSeconds - delaySeconds) * 1000;
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  let lookedAt = clock.now().getTime();
  const look = () => {
    const now = clock.now().getTime();
    // A clock that is set back must not make it wait until it is as late again.
    if (now < lookedAt) begunAt -= lookedAt - now;
    lookedAt = now;
    if (busy || now - begunAt < intervalSeconds * 1000) return;
    [begunAt, busy] = [now, true];
    // The work tells its own faults; here they only must not stop the schedule, or its end.
    running = work()
      .catch(() => undefined)
      .finally(() => (busy = false));
  };
  const task = cron.schedule(`*/${LOOK_EVERY_SECONDS} * * * * *`, look);
  look();
  return {
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
