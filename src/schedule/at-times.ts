import cron from 'node-cron';
import type { Poll } from './poll.ts';

/**
 * Runs `work` whenever the cron expression says so in that time zone, never twice at a time: what would begin while
 * it still runs is left out.
 */
export function startAtTimes(expression: string, timeZone: string, work: () => Promise<unknown>): Poll {
  let running: Promise<unknown> = Promise.resolve();
  const task = cron.schedule(
    expression,
    // The work tells its own faults; here they only must not stop the schedule, or its end.
    () => (running = work().catch(() => undefined)),
    { timezone: timeZone, noOverlap: true },
  );
  return {
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
