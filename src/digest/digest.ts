import type { ConnectionStatus } from '../sync/ports/desk.ts';
import type { Period, PeriodFigures } from '../sync/ports/figure-records.ts';

/** `daily`: for those who run operations. `weekly`: for those who answer for them. */
export type DigestKind = 'daily' | 'weekly';

/** A period, and the one it is compared with. */
export interface Periods {
  period: Period;
  before: Period;
}

/** What managers are told of a period. */
export interface Digest extends Periods {
  kind: DigestKind;
  figures: PeriodFigures;
  figuresBefore: PeriodFigures;
  /** Differences that nothing on its way will mend, when the digest was made. */
  drift: number;
  /** Writes that were given up and are still to be looked at. */
  deadLetters: number;
  lags: { connection: string; nativeLag: ConnectionStatus['nativeLag'] }[];
  /** Why something may be missing, in words for people: what could not be read when the digest was made. */
  faults: string[];
}

/** Whether nothing happened that is worth a number. What stands open may well be. */
export function isQuiet({ figures }: Digest): boolean {
  const { opened, merged, closed, reopened, flaps, asked, overruled, failedWrites, acknowledged } = figures;
  return [opened, merged, closed, reopened, flaps, asked, overruled, failedWrites, acknowledged.count].every(
    (count) => count === 0,
  );
}
