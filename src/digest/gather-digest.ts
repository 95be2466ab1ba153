import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { MissedDeadline } from '../sync/ports/deadlines.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { FigureRecords, Period } from '../sync/ports/figure-records.ts';
import { AGE_DAYS, FLAP_SECONDS } from './definitions.ts';
import type { Digest, DigestKind, Periods } from '../sync/ports/digest.ts';
import { tallyMissed } from './tally-missed.ts';

export interface DigestSources {
  figures: FigureRecords;
  desk: Pick<Desk, 'status' | 'drift'>;
  /** The deadlines missed in each period; null where none are set. */
  missed: ((periods: readonly Period[]) => Promise<MissedDeadline[][]>) | null;
}

/** Makes the digest of a period: its figures from the history, and how things stand from the desk. */
export async function gatherDigest(
  { figures, desk, missed }: DigestSources,
  kind: DigestKind,
  periods: Periods,
  faults: string[] = [],
): Promise<Digest> {
  const count = async (period: Period) => {
    await letOthersRun();
    return figures.figures({ ...period, flapSeconds: FLAP_SECONDS, ageDays: AGE_DAYS });
  };
  const [inPeriod, before] = (await missed?.([periods.period, periods.before])) ?? [];
  const status = await desk.status();
  return {
    kind,
    ...periods,
    figures: await count(periods.period),
    figuresBefore: await count(periods.before),
    missed: tallyMissed(inPeriod),
    missedBefore: tallyMissed(before),
    drift: (await desk.drift({ limit: 0, offset: 0 })).total,
    deadLetters: status.reduce((sum, one) => sum + one.deadIntents, 0),
    lags: status.flatMap(({ name, nativeLag }) => (nativeLag.length === 0 ? [] : [{ connection: name, nativeLag }])),
    faults,
  };
}
