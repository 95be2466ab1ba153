import type { History } from '../history/timeline.ts';
import type { Timeline } from '../history/timeline.ts';

/** What happened to incidents, for whoever watches the clock. */
export interface HistoryRecords {
  /** Null where there is no such incident. */
  history(incident: number): Promise<History | null>;
  /** What clocks run on, of many incidents by their numbers; of those that there are. It names nobody. */
  timelines(incidents: readonly number[]): Promise<Timeline[]>;
  /** Incidents that are open, or that something happened to from then on (ISO 8601). */
  stirringSince(from: string): Promise<number[]>;
  /** Open incidents that people were told of, in the order of their numbers. */
  openIncidents(): Promise<number[]>;
}
