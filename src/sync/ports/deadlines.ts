import type { Severity } from '../../incident/severity.ts';
import type { History } from '../history/timeline.ts';

/** A deadline that runs, as people are shown it. */
export interface DeadlineView {
  kind: 'acknowledge' | 'close';
  /** ISO 8601, UTC. */
  dueAt: string;
  standing: 'running' | 'near' | 'missed';
}

/** A deadline that was missed, with the severity the incident had then. */
export interface MissedDeadline {
  incident: number;
  kind: DeadlineView['kind'];
  severity: Severity;
}

/** How many deadlines were missed, by what was to be done and how severe the incident was. */
export type MissedFigures = Record<DeadlineView['kind'], Partial<Record<Severity, number>>>;

/** The deadlines that run for an incident at that time (ISO 8601); none once it is closed. */
export type RunningDeadlines = (history: History, now: string) => DeadlineView[];
