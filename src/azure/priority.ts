import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../sync/ports/clock.ts';

/** Whether somebody is waiting for the answer: a tenth of every allowance is kept for people. */
export type Priority = 'person' | 'background';

const present = new AsyncLocalStorage<Priority>();

/**
 * Everything asked of the services within `work` has this priority. It travels with the call and not through
 * the ports, because what the engine decides does not depend on it.
 */
export function runWithPriority<T>(priority: Priority, work: () => T): T {
  return present.run(priority, work);
}

/** The priority of the work at hand; background unless somebody said otherwise. */
export function presentPriority(): Priority {
  return present.getStore() ?? 'background';
}

/**
 * The clock, with timers that are nobody's click: what is set off later would otherwise have the priority of whoever
 * happened to set it, and a backlog that goes on after a click would use up what is kept for people.
 */
export function withBackgroundTimers(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    after: (milliseconds, task) => clock.after(milliseconds, () => runWithPriority('background', task)),
  };
}
