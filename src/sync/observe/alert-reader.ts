import type { AlertList } from '../../incident/alert.ts';
import { carriesAlerts } from '../carries-alerts.ts';
import type { SyncContext } from '../context.ts';
import { hasRoom } from '../has-room.ts';
import type { Link } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Unreadable } from '../ports/desk.ts';
import type { Connection, Records } from '../ports/records.ts';
import { RemoteError } from '../ports/remote-error.ts';
import type { OnChanged } from './take-in.ts';
import { putPartsAside } from './put-parts-aside.ts';
import { recordAlerts, recordEntityNames } from './record-alerts.ts';
import { partsOf } from './unread-parts.ts';

/** Incidents whose alerts are read before the rest of the cycle has its turn again. */
const PORTION = 40;
const PARALLEL_READS = 4;
/** So many incidents that fail in a row are no trouble of their own. */
const FAILURES_OF_ALL = 3;
const FIRST_PAUSE_SECONDS = 60;
/** A missing permission is asked for this rarely. */
const LONGEST_PAUSE_SECONDS = 3600;

/** An incident whose alerts could not be read. */
interface Failing {
  times: number;
  /** Not to be tried before; milliseconds since 1970. */
  until: number;
  reason: string;
  since: string;
}

/** What the alerts of an incident are read for. */
interface Purpose {
  /** They are not due for it any more. */
  markRead(records: Records, number: number): Promise<void>;
  /** Returns whether they are news; the caller saves the link then. */
  take(records: Records, connection: Connection, link: Link, list: AlertList): Promise<boolean>;
}

/** A twin that Microsoft made has the alerts already: of those too only what they are about is kept. */
const TO_CARRY: Purpose = {
  async markRead(records, number) {
    await records.markAlertsDue(number, false);
    await records.markAlertsStale(number, false);
    await records.markNamesDue(number, false);
  },
  async take(records, connection, link, list) {
    if (!carriesAlerts(connection, link)) return recordEntityNames(records, link, list);
    if (!(await recordAlerts(records, link, list))) return false;
    await records.markUndecided(link.number, true);
    return true;
  },
};

/**
 * Where Microsoft's own sync carries the alerts, or nothing is written: only what they are about is kept. They stay
 * due, for a day on which Dragoman has to carry them itself.
 */
const FOR_NAMES: Purpose = {
  markRead: (records, number) => records.markNamesDue(number, false),
  take: (records, _connection, link, list) => recordEntityNames(records, link, list),
};

export interface AlertReader {
  /** Incidents whose alerts could not be read when that was last tried. */
  readonly unreadable: Unreadable[];
  /**
   * Reads a portion of the alerts that are due, the newest incidents first. One that cannot be read stays due, is tried
   * ever more rarely and holds back no other. Returns for how many incidents Defender was asked, and what went wrong,
   * in words for people.
   */
  readDue(onChanged: OnChanged): Promise<{ reads: number; faults: string[] }>;
}

export function createAlertReader(context: SyncContext): AlertReader {
  const { connectionId, store, pauses, log } = context;
  const failing = new Map<number, Failing>();
  /** The incidents that failed since one did not. */
  const inARow = new Set<number>();
  /** Pauses in a row, for all of them. */
  let times = 0;

  const now = () => context.clock.now().getTime();
  const isItsTurn = (number: number) => (failing.get(number)?.until ?? 0) <= now();

  /** Whether Defender had to be asked. */
  async function read(
    connection: Connection,
    number: number,
    purpose: Purpose,
    onChanged: OnChanged,
  ): Promise<boolean> {
    const link = await store.link(number);
    if (link === null || link.standing !== 'linked' || link.defender?.goneSince !== null) {
      await purpose.markRead(store, number);
      failing.delete(number);
      return false;
    }
    const list = await context.defender.listAlerts(link.defenderId!);
    await store.transaction(async (records) => {
      const fresh = (await records.link(number))!;
      await putPartsAside(records, context, 'defender', link.defenderId!, 'alerts', list.unreadable);
      // It may have moved again while its alerts were on their way.
      const { modifiedAt } = fresh.defender!.observation.incident;
      if (modifiedAt === link.defender!.observation.incident.modifiedAt) await purpose.markRead(records, number);
      if (!(await purpose.take(records, connection, fresh, list))) return;
      await records.saveLink(fresh);
      onChanged(number);
    });
    noteSuccess(number);
    return true;
  }

  function noteSuccess(number: number): void {
    failing.delete(number);
    inARow.clear();
    times = 0;
    pauses.end('alerts');
  }

  const mayRead = () => !pauses.isOn('alerts') && hasRoom(context);

  function note(number: number, error: unknown): string[] {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ link: number, err: error }, 'the alerts of an incident cannot be read; they stay due');
    // The ones that were on their way when it was given up fail for the same reason.
    if (pauses.isOn('alerts')) return [];
    const code = error instanceof RemoteError ? error.code : null;
    if (code === 'forbidden') {
      pauses.begin('alerts', 'refused', `Defender: alerts may not be read: ${reason}`, LONGEST_PAUSE_SECONDS);
      return [];
    }
    const isAboutOne = code === null || code === 'notFound' || code === 'invalid' || code === 'unreadable';
    if (isAboutOne && inARow.add(number).size < FAILURES_OF_ALL) {
      const before = failing.get(number);
      const failures = before?.times ?? 0;
      const since = before?.since ?? isoNow(context.clock);
      failing.set(number, { times: failures + 1, until: now() + pauseSeconds(failures) * 1000, reason, since });
      return [`Defender: the alerts of #${number} cannot be read: ${reason}`];
    }
    const asked = error instanceof RemoteError ? (error.retryAfterSeconds ?? 0) : 0;
    pauses.begin(
      'alerts',
      'failing',
      `Defender: alerts cannot be read: ${reason}`,
      Math.max(pauseSeconds(times), asked),
    );
    times += 1;
    return [];
  }

  return {
    get unreadable() {
      return [...failing].map(([number, { reason, since, until }]) => ({
        side: 'defender' as const,
        id: partsOf(`#${number}`, 'alerts'),
        reason,
        since,
        nextInCycles: null,
        nextAt: new Date(until).toISOString(),
      }));
    },
    async readDue(onChanged) {
      const connection = (await store.connection(connectionId))!;
      if (!mayRead()) return { reads: 0, faults: [] };
      const carries = connection.mode === 'bridge';
      const most = PORTION + failing.size;
      const due = carries ? await store.alertsDue(connectionId, most) : await store.namesDue(connectionId, most);
      const queue = due.filter(isItsTurn).slice(0, PORTION);
      const faults: string[] = [];
      let reads = 0;
      const worker = async () => {
        for (let next = queue.shift(); next !== undefined && mayRead(); next = queue.shift())
          try {
            if (await read(connection, next, carries ? TO_CARRY : FOR_NAMES, onChanged)) reads += 1;
          } catch (error) {
            reads += 1;
            faults.push(...note(next, error));
          }
      };
      await Promise.all(Array.from({ length: PARALLEL_READS }, worker));
      return { reads, faults };
    },
  };
}

function pauseSeconds(failuresBefore: number): number {
  return Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** failuresBefore);
}
