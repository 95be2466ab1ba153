import type { WritableSeverity } from '../incident/severity.ts';

/** What is to be done by a deadline. */
export const DEADLINE_KINDS = ['acknowledge', 'close'] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** How long people have, by severity; a severity or a deadline that is left out has none. */
export type DeadlineSeconds = Readonly<
  Partial<Record<WritableSeverity, Readonly<Partial<Record<DeadlineKind, number>>>>>
>;

/** What SLA_FILE says. */
export interface SlaPolicy {
  deadlines: DeadlineSeconds;
  /** When open incidents that nothing happened to are brought to mind; null: they are not. */
  stale: StalePolicy | null;
}

export interface StalePolicy {
  /** So long nobody did anything to it. */
  afterSeconds: number;
  /** A cron expression of one time a day, in the time zone of the people. */
  remindAt: string;
}

/** The share of its time after which a deadline is near. */
export const NEAR_SHARE = 0.8;
