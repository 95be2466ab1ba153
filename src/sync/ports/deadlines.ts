import type { History } from '../openings.ts';

/** A deadline that runs, as people are shown it. */
export interface DeadlineView {
  kind: 'acknowledge' | 'close';
  /** ISO 8601, UTC. */
  dueAt: string;
  standing: 'running' | 'near' | 'missed';
}

/** The deadlines that run for an incident at that time (ISO 8601); none once it is closed. */
export type RunningDeadlines = (history: History, now: string) => DeadlineView[];
