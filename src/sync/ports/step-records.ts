import type { Notice } from './notice-records.ts';
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
}

export interface StepRecords {
  step(key: string): Promise<Step | null>;
  /** The steps that were taken for an incident: by their keys, when (ISO 8601). */
  stepsOf(incident: number): Promise<ReadonlyMap<string, string>>;
  /** Takes a step and promises what comes of it, together. False, and nothing is promised, where it was taken before. */
  takeStep(step: Step, outcome: StepOutcome): Promise<boolean>;
}
