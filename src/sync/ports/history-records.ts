import type { History } from '../openings.ts';

/** What happened to incidents, for whoever watches the clock. */
export interface HistoryRecords {
  /** Null where there is no such incident. */
  history(incident: number): Promise<History | null>;
  /** The same of many, by their numbers; those that there are. */
  histories(incidents: readonly number[]): Promise<History[]>;
  /** Incidents that are open, or that something happened to from then on (ISO 8601). */
  stirringSince(from: string): Promise<number[]>;
  /** Open incidents that people were told of, in the order of their numbers. */
  openIncidents(): Promise<number[]>;
}
