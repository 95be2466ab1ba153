import type { ConnectionStatus } from './desk.ts';
import type { MissedFigures } from './deadlines.ts';
import { FIGURES } from './figure-records.ts';
import type { FigurePage, Period, PeriodFigures } from './figure-records.ts';

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
  /** Null where no deadlines are set. */
  missed: MissedFigures | null;
  missedBefore: MissedFigures | null;
  /** Differences that nothing on its way will mend, when the digest was made. */
  drift: number;
  /** Writes that were given up and are still to be looked at. */
  deadLetters: number;
  lags: { connection: string; nativeLag: ConnectionStatus['nativeLag'] }[];
  /** Why something may be missing, in words for people: what could not be read when the digest was made. */
  faults: string[];
}

/** The figures of a digest that incidents are behind; `missed` is of a severity, or of all. */
export const DIGEST_FIGURES = [...FIGURES, 'missed'] as const;
export interface DigestFigureName {
  figure: (typeof DIGEST_FIGURES)[number];
  of?: string | undefined;
}

/** The figures of a window that ends now. */
export interface RollingFigures {
  window: '24h' | '7d';
  figures: PeriodFigures;
  /** Null where no deadlines are set. */
  missed: MissedFigures | null;
}

/** Makes digests. */
export interface Digests {
  /** Of the day that ends now. */
  now(): Promise<Digest>;
  /** Of the last whole period. Null where the schedule never came up twice. */
  latest(kind: DigestKind, faults?: string[]): Promise<Digest | null>;
  /** The incidents that a figure of a period counts. */
  behind(period: Period, name: DigestFigureName, page: { limit: number; offset: number }): Promise<FigurePage>;
  /** The figures of the windows that end now, for programs; at most a minute old. */
  rolling(): Promise<RollingFigures[]>;
  /** The last whole period of those that are sent by themselves; null where none is. */
  due(kind: DigestKind): Periods | null;
}
