import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MonotonicClock } from '../../src/azure/monotonic-clock.ts';
import type { Clock } from '../../src/sync/ports/clock.ts';

/** Turns of the event loop in which nothing happens before the world counts as waiting for time to pass. */
const QUIET_TURNS = 4;

export interface VirtualTime {
  /** For the engine and, by its `now`, for simulated services. */
  clock: Clock;
  /** For the quotas: the same time. */
  monotonic: MonotonicClock;
  wait(milliseconds: number): Promise<void>;
  /** Lets time pass, from one thing that waits for it to the next, until the work is done. */
  during<T>(work: Promise<T>): Promise<T>;
  stop(): void;
}

/**
 * Time that passes only while everything waits for it, so that an hour of throttling takes as long as its requests
 * take to handle. Requests on the wire take none of it: while one is under way, no timer goes off.
 */
export function createVirtualTime(start = '2026-03-01T08:00:00.000Z'): VirtualTime {
  let now = Date.parse(start);
  let order = 0;
  const timers = new Map<number, { at: number; task: () => void }>();
  const after = (milliseconds: number, task: () => void) => {
    const id = (order += 1);
    timers.set(id, { at: now + Math.max(0, milliseconds), task });
    return () => void timers.delete(id);
  };

  let underWay = 0;
  const onRequest = (message: unknown) => {
    underWay += 1;
    (message as { request: ClientRequest }).request.once('close', () => (underWay -= 1));
  };
  subscribe('http.client.request.created', onRequest);

  const quiet = async () => {
    for (let turns = 0; turns < QUIET_TURNS; turns = underWay > 0 ? 0 : turns + 1) await nextTurn();
  };
  const wakeNext = () => {
    let [nextId, next]: [number, { at: number; task: () => void } | null] = [0, null];
    for (const [id, timer] of timers) if (next === null || timer.at < next.at) [nextId, next] = [id, timer];
    if (next === null) return;
    timers.delete(nextId);
    now = Math.max(now, next.at);
    next.task();
  };

  return {
    clock: { now: () => new Date(now), after },
    monotonic: { now: () => now, after },
    wait: (milliseconds) => new Promise((resolve) => void after(milliseconds, resolve)),
    async during(work) {
      let isDone = false;
      const settled = () => (isDone = true);
      void work.then(settled, settled);
      for (await quiet(); !isDone; await quiet()) wakeNext();
      return work;
    },
    stop: () => unsubscribe('http.client.request.created', onRequest),
  };
}
