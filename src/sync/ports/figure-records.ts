import type { Owner } from '../../incident/person.ts';
import type { Severity } from '../../incident/severity.ts';
import type { Classification } from '../../incident/state.ts';

/** From `from` on, and before `until`; both ISO 8601. */
export interface Period {
  from: string;
  until: string;
}

/** Which period is meant, and where the lines are drawn. docs/metrics.md says why there. */
export interface FigureQuery extends Period {
  /** A closing that is taken back sooner than this, with nobody between, did not happen. */
  flapSeconds: number;
  /** The upper ends of the groups of ages; the last group has none. */
  ageDays: readonly number[];
}

/** How long something took, over `count` incidents (seconds, nearest rank); null where there were none. */
export interface Times {
  count: number;
  median: number | null;
  p90: number | null;
}

export interface ProductFigures {
  product: string;
  /** Closed with a classification other than undetermined. */
  classified: number;
  falsePositives: number;
}

export interface ResponderFigures {
  owner: Owner;
  /** At the end. */
  open: number;
  /** Within the period, owned by this person when the figures were made. */
  closed: number;
}

export interface OldestOpen {
  incident: number;
  severity: Severity;
  /** Somebody else's words. */
  title: string;
  openedAt: string;
}

/** What was open at an instant. */
export interface OpenFigures {
  open: number;
  bySeverity: Partial<Record<Severity, number>>;
  /** One more than the query has `ageDays`, the youngest first. */
  byAge: number[];
  unassigned: number;
  oldest: OldestOpen | null;
}

/** What happened in a period, from what was known of it before it ended. docs/metrics.md defines every one. */
export interface PeriodFigures {
  opened: number;
  merged: number;
  closed: number;
  /** Of `closed`: by a machine or a rule. */
  closedByMachines: number;
  byClassification: Partial<Record<Classification, number>>;
  byProduct: ProductFigures[];
  /** Opened to first acknowledged by a person. */
  acknowledged: Times;
  /** Opened to closed by a person. */
  resolved: Times;
  reopened: number;
  /** Closings that did not last: no work done. */
  flaps: number;
  asked: number;
  overruled: number;
  failedWrites: number;
  /** At the end of the period. */
  standing: OpenFigures;
  /** The busiest first. */
  responders: ResponderFigures[];
}

/**
 * The figures that incidents are behind. Those below the line are of something, which `of` names: a severity, the place
 * of an age among its groups, a classification, a product, or a person (`ownerKey`).
 */
export const FIGURES = [
  'opened',
  'closed',
  'closedByMachines',
  'reopened',
  'acknowledged',
  'resolved',
  'merged',
  'flaps',
  'asked',
  'overruled',
  'failedWrites',
  'open',
  'unassigned',
  // ----
  'severity',
  'age',
  'classification',
  'product',
  'load',
] as const;
export type Figure = (typeof FIGURES)[number];

/** Which figure's incidents are meant. */
export interface FigureName {
  figure: Figure;
  of?: string | undefined;
}

/** A page of the incidents behind a figure; `total` is of all pages. */
export interface FigurePage {
  incidents: number[];
  total: number;
}

/** Numbers over a period, made from the history of events. */
export interface FigureRecords {
  figures(query: FigureQuery): Promise<PeriodFigures>;
  /** The incidents that a figure of that period counts, each once: what is open the oldest first, else the newest. */
  behind(query: FigureQuery, name: FigureName, page: { limit: number; offset: number }): Promise<FigurePage>;
}
