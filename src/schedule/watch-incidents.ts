import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';

export interface IncidentWatchOptions {
  desk: Pick<Desk, 'onChanged'>;
  histories: Pick<HistoryRecords, 'openIncidents'>;
  clock: Clock;
  logger: { error(fields: object, message: string): void };
  /** Called before the first look, whatever is open then. */
  begin?(): Promise<unknown>;
  /** Does what is due for an incident. Returns when it is to be looked at again by time alone (milliseconds since 1970). */
  attend(incident: number): Promise<number | null>;
  /** How many incidents are attended to at a time; 1 where it is left out. */
  atOnce?: number;
}

export interface IncidentWatch {
  /** Attends to the incidents that changed, and to those whose time has come. Never twice at a time. */
  look(): Promise<void>;
  stop(): void;
}

const AGAIN_MILLISECONDS = 30_000;

/**
 * Watches the clocks of open incidents: all of them at the first look, afterwards those something happened to and those
 * whose time has come. What is due is kept in the store by whoever attends, so a crash only means looking at all again.
 */
export function createIncidentWatch(options: IncidentWatchOptions): IncidentWatch {
  const { desk, histories, clock, logger, begin, attend, atOnce = 1 } = options;
  const dueAt = new Map<number, number>();
  let changed = new Set<number>();
  let mustLookAtAll = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const unsubscribe = desk.onChanged((numbers) => numbers.forEach((number) => changed.add(number)));

  async function attendTo(number: number): Promise<void> {
    try {
      const next = await attend(number);
      if (next === null) dueAt.delete(number);
      else dueAt.set(number, next);
    } catch (error) {
      logger.error(
        { incident: number, err: error },
        'the clocks of an incident could not be looked at; they are again',
      );
      dueAt.set(number, clock.now().getTime() + AGAIN_MILLISECONDS);
    }
  }

  return {
    async look() {
      if (mustLookAtAll) {
        await begin?.();
        for (const number of await histories.openIncidents()) changed.add(number);
        mustLookAtAll = false;
      }
      const now = clock.now().getTime();
      // A clock that was set back: what was to be looked at in a moment would be only once it is as late again.
      const isSetBack = now < lookedAt;
      lookedAt = now;
      for (const [number, at] of dueAt) if (at <= now || isSetBack) changed.add(number);
      const numbers = changed.values();
      changed = new Set();
      const attendToEach = async () => {
        for (const number of numbers) await attendTo(number);
      };
      await Promise.all(Array.from({ length: atOnce }, attendToEach));
    },
    stop: unsubscribe,
  };
}
