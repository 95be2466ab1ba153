import type { Story } from './soc-month.ts';

/** When a side cannot be reached: seconds since 1970. */
export interface Outage {
  side: 'defender' | 'sentinel';
  from: number;
  until: number;
}

/** Many incidents of one product at once, most of which turn out to be the same. */
export interface Wave {
  from: number;
  until: number;
  /** How many come in an hour. */
  rate: number;
  product: string;
}

export interface MonthPlan {
  seed: number;
  /** Seconds since 1970, at the beginning of an hour. */
  begin: number;
  days: number;
  /** How many incidents come besides the waves: 1 is some seventy-five a day. */
  rate: number;
  outages: readonly Outage[];
  waves: readonly Wave[];
  /** Hours in which lists show what happened only this many seconds later. */
  late: readonly { from: number; until: number; seconds: number }[];
}

/** Called after the last cycle of each hour, with the stories so far. */
export type Look = (now: number, stories: readonly Story[]) => Promise<void>;
