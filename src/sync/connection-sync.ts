import type { Side } from '../incident/side.ts';
import { SIDES, SIDE_NAMES } from '../incident/side.ts';
import { createAlertBacklog } from './alert-backlog.ts';
import type { SyncContext } from './context.ts';
import { compareIfWanted } from './compare/compare-if-wanted.ts';
import { findSurvivors } from './observe/find-survivors.ts';
import { observeSide } from './observe/observe-side.ts';
import { readDueComments } from './observe/read-due-comments.ts';
import { retryQuarantine } from './observe/retry-quarantine.ts';
import { isoNow } from './ports/clock.ts';
import type { ConnectionStatus, CycleReport } from './ports/desk.ts';
import { compareSides } from './compare/compare-sides.ts';
import type { Comparison } from './compare/compare-sides.ts';
import { confirmMissing } from './compare/missing.ts';
import { takeInTopology } from './posture/look-around.ts';
import type { TopologyFacts } from './ports/topology-port.ts';
import { findNativeSync } from './topology/find-native-sync.ts';
import { IN_CYCLE, decideLink } from './promise/decide-link.ts';
import { promiseAlerts } from './promise/promise-alerts.ts';
import { promiseCycle } from './promise/promise-cycle.ts';
import { afterFault, afterWholeList, unknownHealth } from './report/side-health.ts';
import type { ObservedHealth } from './report/side-health.ts';
import { statusOf } from './report/status.ts';
import { createWriter } from './write/writer.ts';
import type { Writer } from './write/writer.ts';

/** The sync of one connection: observe, decide, promise, write, agree. */
export interface ConnectionSync {
  readonly context: SyncContext;
  readonly writer: Writer;
  /** Runs a cycle, writes included; one asked for while another runs comes after it. */
  cycle(): Promise<CycleReport>;
  /** Looks at both sides and decides, and does not wait for the writes: a long backlog must not keep it from looking. */
  poll(): Promise<void>;
  /** Compares everything that is open and runs a cycle on what came of it; null when a side could not be asked. */
  compare(): Promise<Comparison | null>;
  status(): Promise<ConnectionStatus>;
  stop(): Promise<void>;
}

/** How often it is looked who else syncs the two systems. */
const LOOK_AGAIN_MILLISECONDS = 3_600_000;

const STOPPING = ['Dragoman is stopping'];

/** Who wants to know of what a connection does. */
export interface SyncListeners {
  /** Incidents whose view may have changed. */
  changed(numbers: number[]): void;
  /**
   * Both sides were looked at and everything was decided on. What is proposed on that account before this resolves is
   * counted and promised with it. What people do in chat meanwhile is told in the next cycle.
   */
  observed?(): Promise<void>;
  /** A cycle is over, whatever came of it. */
  cycled?(): void;
}

export function createConnectionSync(context: SyncContext, listeners: SyncListeners): ConnectionSync {
  const onChanged = listeners.changed;
  const writer = createWriter(context, (number) => onChanged([number]));
  const health: Record<Side, ObservedHealth> = {
    defender: unknownHealth('defender'),
    sentinel: unknownHealth('sentinel'),
  };
  const alerts = createAlertBacklog({ context, writer, inTurn, decide: decideAll, changed: onChanged });
  /** The last look found alerts to read or to write, so there may be more. */
  let hasBacklog = false;
  /** Whose comments could not be read when their turn last came. */
  const commentsFailed = new Set<number>();
  let lastCycleAt: string | null = null;
  let topology: TopologyFacts | null = null;
  let lookAgainAt = 0;
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<CycleReport> | null = null;
  let stopped = false;

  async function observe(side: Side, changed: Set<number>): Promise<void> {
    try {
      const held = await observeSide(context, side, (number) => changed.add(number));
      if (held === null) await noteAnswer(side);
      else noteFault(side, held, true);
    } catch (error) {
      noteFault(side, error, false);
    }
  }

  /** What waited for a side that was away is not kept waiting any longer. */
  async function noteAnswer(side: Side): Promise<void> {
    const now = isoNow(context.clock);
    if (health[side].fault !== null) await context.store.hasten(context.connectionId, side, now);
    health[side] = afterWholeList(side, now);
  }

  function noteFault(side: Side, error: unknown, isHeld: boolean): void {
    const fault = error instanceof Error ? error.message : String(error);
    health[side] = afterFault(health[side], fault, isHeld, isoNow(context.clock));
    const { failures, held } = health[side];
    context.log.warn({ side, err: error, failures, held }, 'a side could not be observed');
  }

  /** Returns what went wrong besides the lists themselves. */
  async function observeBoth(changed: Set<number>): Promise<string[]> {
    // A Sentinel incident that is the twin of a Defender one is shown as such at once if that one is read first.
    const first = (await context.store.cursor(context.connectionId, 'sentinel')) === null;
    if (first) for (const side of SIDES) await observe(side, changed);
    else await Promise.all(SIDES.map((side) => observe(side, changed)));
    const faults = await readDueComments(context, (number) => changed.add(number), commentsFailed);
    for (const lookAgain of [confirmMissing, retryQuarantine, compareIfWanted])
      try {
        await lookAgain(context, (number) => changed.add(number));
      } catch (error) {
        context.log.warn({ err: error }, 'what was put aside or is missing cannot be read; it is tried again');
      }
    return faults;
  }

  /** Looks hourly who else syncs the two systems; sooner where a passing fault kept it from seeing. */
  async function lookAround(): Promise<void> {
    const now = context.clock.now().getTime();
    if (now < lookAgainAt) return;
    try {
      topology = await context.topology.look();
      await takeInTopology(context, topology);
      // Until `auto` has chosen nothing is written, so a fault that may be over soon is not waited out.
      const isUrgent = context.settings.mode === 'auto' && findNativeSync(topology).state === 'unknown';
      const isPassing = [topology.connectors, topology.sightings].some((part) => !part.known && part.isPassing);
      lookAgainAt = now + (isUrgent && isPassing ? 0 : LOOK_AGAIN_MILLISECONDS);
    } catch (error) {
      context.log.warn({ err: error }, 'who else syncs the two systems cannot be told; it is looked again');
    }
  }

  /** Returns of how many incidents the alerts are promised. */
  async function decideAll(): Promise<number> {
    // Twice, because deciding on a merged incident gives its survivor something to decide on.
    for (let round = 0; round < 2; round += 1)
      for (const number of await context.store.undecided(context.connectionId))
        try {
          await context.store.transaction((records) => decideLink(records, context, number, IN_CYCLE));
        } catch (error) {
          context.log.error({ link: number, err: error }, 'an incident could not be decided on; the others are');
        }
    await tellObserved();
    await promiseCycle(context);
    return promiseAlerts(context);
  }

  /** A fault of whoever listens must not keep the sync from carrying. */
  async function tellObserved(): Promise<void> {
    try {
      await listeners.observed?.();
    } catch (error) {
      context.log.error({ err: error }, 'the automation rules failed; they are asked again in the next cycle');
    }
  }

  /** Looks at both sides and decides. What is to be written then is written meanwhile or afterwards. */
  async function look(): Promise<string[]> {
    await lookAround();
    const changed = new Set<number>();
    const faults = await observeBoth(changed);
    hasBacklog = (await decideAll()) > 0;
    if (await findSurvivors(context, (number) => changed.add(number))) await decideAll();
    // Read before a twin is made, for it to be made whole, and after that is promised, for cards to name it.
    const before = alerts.reads;
    faults.push(...(await alerts.read((number) => changed.add(number))));
    if (alerts.reads > before) {
      await decideAll();
      hasBacklog = true;
    }
    if (changed.size > 0) onChanged([...changed]);
    lastCycleAt = isoNow(context.clock);
    return [...sideFaults(), ...faults];
  }

  function sideFaults(): string[] {
    return SIDES.flatMap((side) => {
      const { fault } = health[side];
      return fault === null ? [] : [`${SIDE_NAMES[side]}: ${fault}`];
    });
  }

  /** Works after whoever looks at the sides now; nothing is begun once the process is stopping. */
  function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    const turn = running.then(() => (stopped ? null : work()));
    running = turn.catch(() => undefined);
    return turn;
  }

  async function lookNext(): Promise<string[]> {
    return (await inTurn(look)) ?? STOPPING;
  }

  /** Writes what is due, and after it what a backlog of alerts holds. */
  async function write(): Promise<void> {
    await writer.drainDue();
    if (hasBacklog) await alerts.workOff();
  }

  async function run(): Promise<CycleReport> {
    await running;
    const report = await reportOn(async () => {
      const faults = await lookNext();
      await write();
      return faults;
    });
    return endCycle(report);
  }

  async function reportOn(work: () => Promise<string[]>): Promise<CycleReport> {
    const before = { ...context.meter.traffic };
    const faults = [...(await work()), ...context.pauses.all().map(({ reason }) => reason)];
    const { reads, writes } = context.meter.traffic;
    return {
      reads: reads - before.reads,
      writes: writes - before.writes,
      waiting: await context.store.countOpenIntents(context.connectionId),
      faults,
    };
  }

  function endCycle(report: CycleReport): CycleReport {
    context.log.info({ ...report }, 'cycle done');
    listeners.cycled?.();
    return report;
  }

  return {
    context,
    writer,
    cycle() {
      // Whoever asks while one has not begun yet wants that one.
      next ??= running.then(() => {
        next = null;
        return run();
      });
      return next;
    },
    async poll() {
      await running;
      const report = await reportOn(lookNext);
      write().catch((error: unknown) => context.log.error({ err: error }, 'the outbox could not be worked off'));
      endCycle(report);
    },
    async compare() {
      const changed = new Set<number>();
      const comparison = await compareSides(context, (number) => changed.add(number)).catch((error: unknown) => {
        context.log.warn({ err: error }, 'not everything open could be compared; it is tried again at the next time');
        return null;
      });
      if (stopped) return comparison;
      context.log.info({ ...comparison, changed: changed.size }, 'everything open was compared');
      onChanged([...changed]);
      await this.cycle();
      return comparison;
    },
    status: () =>
      statusOf(context, {
        lastCycleAt,
        alertReads: alerts.reads,
        unreadableAlerts: alerts.unreadable,
        topology,
        health,
      }),
    async stop() {
      stopped = true;
      await writer.stop();
      await running;
    },
  };
}
