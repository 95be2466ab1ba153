import type { Side } from '../../incident/side.ts';
import { SIDES, otherSide } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { postureOf } from '../posture/posture.ts';
import { runLane } from './lane.ts';

/** Lanes of a side that are written at once; the quota, not this, is what limits requests. */
const PARALLEL_LANES = 8;
const LANES_AT_A_TIME = 200;
/** A lane that failed for a reason of our own is left alone this long, so that a fault of ours does not spin. */
const REST_MILLISECONDS = 60_000;
/** A timer takes no more than some weeks; an alarm before its time does nothing but set the next one. */
const LONGEST_ALARM_MILLISECONDS = 86_400_000;
/** So many turns in one drain are no progress. */
const MOST_TURNS = 50;

export interface Writer {
  /** Writes whatever is due for one link, both sides at once. Resolves when each lane is empty or must wait. */
  drainLink(number: number): Promise<void>;
  /** Writes everything that is due, the most urgent first. */
  drainDue(): Promise<void>;
  /** No new lane is begun; resolves when the ones under way have come to rest. */
  stop(): Promise<void>;
}

/**
 * Runs the lanes of the outbox: order within a lane (one side of one link), parallel across lanes, and never two
 * runs of one lane at once.
 */
export function createWriter(context: SyncContext, onSettled: (number: number) => void): Writer {
  const running = new Map<string, Promise<void>>();
  const restingUntil = new Map<string, number>();
  let draining: Promise<void> | null = null;
  let stopped = false;
  let cancelAlarm: () => void = () => undefined;

  /** Nothing at all is written while the connection observes or rehearses: what people asked for before waits as well. */
  async function mayWrite(): Promise<boolean> {
    const connection = await context.store.connection(context.connectionId);
    return connection !== null && postureOf(connection).acts;
  }

  async function run(number: number, side: Side): Promise<void> {
    const lane = `${number}/${side}`;
    const before = running.get(lane);
    if (before !== undefined) return before;
    if (stopped || isResting(lane)) return;
    const work = runLane(context, number, side)
      .then(() => onSettled(number))
      .catch((error: unknown) => {
        context.log.error({ err: error, link: number, side }, 'a lane of the outbox failed');
        restingUntil.set(lane, context.clock.now().getTime() + REST_MILLISECONDS);
      })
      .finally(() => running.delete(lane));
    running.set(lane, work);
    return work;
  }

  function isResting(lane: string): boolean {
    const until = restingUntil.get(lane);
    if (until !== undefined && until <= context.clock.now().getTime()) restingUntil.delete(lane);
    return restingUntil.has(lane);
  }

  /** Each side at its own pace: lanes that wait for the quota of one take nothing of the other's. */
  async function drain(): Promise<void> {
    if (!(await mayWrite())) return;
    const turns = new Map<string, number>();
    const atWork = new Map<Side, Promise<void>>();
    const begin = (side: Side) => {
      if (atWork.has(side)) return;
      // A lane that is done may have promised something to the other side, which may have come to rest before.
      const work = drainSide(side, turns, () => begin(otherSide(side)));
      atWork.set(
        side,
        work.finally(() => atWork.delete(side)),
      );
    };
    SIDES.forEach(begin);
    while (atWork.size > 0) await Promise.all(atWork.values());
    await setAlarm();
  }

  async function drainSide(side: Side, turns: Map<string, number>, onDone: () => void): Promise<void> {
    while (!stopped) {
      const now = context.clock.now().toISOString();
      const due = await context.store.dueLanes(context.connectionId, side, now, LANES_AT_A_TIME);
      const queue = due.filter((link) => !isResting(`${link}/${side}`));
      if (queue.length === 0) return;
      const worker = async () => {
        for (let link = queue.shift(); link !== undefined; link = queue.shift()) {
          await run(link, side);
          rest(`${link}/${side}`, turns);
          onDone();
        }
      };
      await Promise.all(Array.from({ length: Math.min(PARALLEL_LANES, queue.length) }, worker));
    }
  }

  /** A lane that is said to be due again and again gets nowhere: that is a fault of ours, and must not spin. */
  function rest(lane: string, turns: Map<string, number>): void {
    const turn = (turns.get(lane) ?? 0) + 1;
    turns.set(lane, turn);
    if (turn < MOST_TURNS) return;
    context.log.error({ lane }, 'a lane of the outbox gets nowhere');
    restingUntil.set(lane, context.clock.now().getTime() + REST_MILLISECONDS);
  }

  /** One alarm, for the next thing that can be written; lanes that rest are not waited for any sooner. */
  async function setAlarm(): Promise<void> {
    cancelAlarm();
    const due = stopped ? null : await context.store.nextDue(context.connectionId);
    if (due === null || stopped) return;
    const now = context.clock.now().getTime();
    for (const lane of restingUntil.keys()) isResting(lane);
    const soonest = restingUntil.size > 0 ? REST_MILLISECONDS : 0;
    cancelAlarm();
    const wait = Math.min(LONGEST_ALARM_MILLISECONDS, Math.max(soonest, Date.parse(due) - now));
    cancelAlarm = context.clock.after(wait, () => void writer.drainDue());
  }

  const writer: Writer = {
    async drainLink(number) {
      if (!(await mayWrite())) return;
      // A lane that had been running may have begun before what is due now was promised.
      const afterRunning = async (side: Side) => {
        await running.get(`${number}/${side}`);
        await run(number, side);
      };
      await Promise.all(SIDES.map(afterRunning));
      // Settling one lane may have promised something to another one.
      if (draining === null) await setAlarm();
    },

    drainDue() {
      draining ??= drain().finally(() => {
        draining = null;
      });
      return draining;
    },

    async stop() {
      stopped = true;
      cancelAlarm();
      await Promise.all([draining, ...running.values()]);
    },
  };
  return writer;
}
