import { latestTimes } from '../schedule/cron-times.ts';
import { shiftDays } from '../schedule/local-time.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { DigestKind, Digests, Periods } from '../sync/ports/digest.ts';
import { AGE_DAYS, FLAP_SECONDS } from './definitions.ts';
import { behindMissed } from './behind-missed.ts';
import { gatherDigest } from './gather-digest.ts';
import type { DigestSources } from './gather-digest.ts';
import { periodsBetween } from './periods.ts';
import { createRollingFigures } from './rolling-figures.ts';

/** Periods where nothing is scheduled: whole days, and weeks that begin on Monday. */
const CALENDAR: Record<DigestKind, string> = { daily: '0 0 * * *', weekly: '0 0 * * 1' };

export interface DigestOptions extends DigestSources {
  clock: Clock;
  /** IANA name. */
  timeZone: string;
  /** Cron expressions; null where none is sent by itself. */
  schedules: Record<DigestKind, string | null>;
  /** When Dragoman first ran (ISO 8601): nothing is sent of a period that ended before. */
  since: string;
}

/** Makes digests of the periods that the schedules draw: each reaches from one time to the next. */
export function createDigests({ clock, timeZone, schedules, since, ...sources }: DigestOptions): Digests {
  const lastPeriods = (kind: DigestKind): Periods | null => {
    const [until, from] = latestTimes(schedules[kind] ?? CALENDAR[kind], timeZone, 2, clock.now().getTime());
    return until === undefined || from === undefined ? null : periodsBetween(from, until, timeZone);
  };
  return {
    now() {
      const now = clock.now().getTime();
      return gatherDigest(sources, 'daily', periodsBetween(shiftDays(now, -1, timeZone), now, timeZone));
    },
    async latest(kind, faults) {
      const periods = lastPeriods(kind);
      return periods === null ? null : gatherDigest(sources, kind, periods, faults);
    },
    async behind({ from, until }, { figure, of }, page) {
      if (figure === 'missed') {
        const [missed] = (await sources.missed?.([{ from, until }])) ?? [];
        return behindMissed(missed ?? [], of, page);
      }
      const query = { from, until, flapSeconds: FLAP_SECONDS, ageDays: AGE_DAYS };
      return sources.figures.behind(query, { figure, of }, page);
    },
    rolling: createRollingFigures(sources, clock),
    due(kind) {
      const periods = schedules[kind] === null ? null : lastPeriods(kind);
      return periods !== null && Date.parse(periods.period.until) > Date.parse(since) ? periods : null;
    },
  };
}
