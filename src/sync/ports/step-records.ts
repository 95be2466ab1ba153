import type { Notice } from './notice-records.ts';
import type { NewPagingEvent } from './paging-records.ts';
import type { AuditRow } from './records.ts';

/** Something that was due once: what comes of it is promised with this row, so it never is a second time. */
export interface Step {
  key: string;
  incident: number | null;
  /** ISO 8601. */
  at: string;
}

/** What a step makes be said and noted. */
export interface StepOutcome {
  notices?: readonly Notice[];
  audit?: AuditRow;
  paging?: NewPagingEvent;
}

export interface StepRecords {
  step(key: string): Promise<Step | null>;
  /** The keys of the steps that were taken for an incident. */
  stepsOf(incident: number): Promise<ReadonlySet<string>>;
  /** Takes a step and promises what comes of it, together. False, and nothing is promised, where it was taken before. */
  takeStep(step: Step, outcome: StepOutcome): Promise<boolean>;
}
