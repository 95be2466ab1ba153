import type { Person } from '../../incident/person.ts';
import type { Severity, WritableSeverity } from '../../incident/severity.ts';
import type { Side } from '../../incident/side.ts';
import type { Classification, Determination, Reason } from '../../incident/state.ts';
import type { IncidentView } from '../incident-view.ts';
import type { AuditRow, LinkQuery } from './records.ts';

/** What a person can ask for. The desk does not check roles: that is the bot's duty, before it calls. */
export type Ask =
  | { kind: 'assign'; to: Person | null }
  | { kind: 'activate' }
  | {
      kind: 'close';
      classification: Classification;
      determination: Determination | null;
      /** Derived from classification and determination where null. */
      reason: Reason | null;
      comment: string | null;
    }
  | { kind: 'reopen' }
  /** The whole list as it shall be. */
  | { kind: 'tags'; tags: string[] }
  | { kind: 'severity'; severity: WritableSeverity }
  | { kind: 'comment'; text: string };

export interface PersonAction {
  by: Person;
  incident: number;
  ask: Ask;
  /** The same key asks for the same thing: the second one gets the first one's answer. */
  key: string;
  /** The version of the card it was asked from; null for a typed command, which never is stale. */
  version: number | null;
}

/** How a side stands to one action. `unchanged`: it held the value already, or does not exist. */
export type SideOutcome = 'done' | 'waiting' | 'failed' | 'overruled' | 'unchanged';

export type ActionResult =
  | { outcome: 'applied'; view: IncidentView; sides: Record<Side, SideOutcome>; repeated: boolean }
  /** The incident changed since that card: nothing was done, the fresh view is to be shown. */
  | { outcome: 'stale'; view: IncidentView }
  | { outcome: 'refused'; code: ActionRefusal; reason: string; view: IncidentView | null };

/** Why the desk refuses. Part of the documented list of codes. */
export type ActionRefusal =
  | 'unknown_incident'
  | 'merged'
  | 'gone'
  | 'already_closed'
  | 'not_closed'
  | 'invalid_classification'
  | 'invalid_tags'
  | 'invalid_comment'
  | 'read_only';

/** Requests of one cycle, and what it left to do. */
export interface CycleReport {
  reads: number;
  writes: number;
  /** Intents still open afterwards. */
  waiting: number;
  /** What went wrong, in words for people; empty when nothing did. */
  faults: string[];
}

export interface SideHealth {
  side: Side;
  /** ISO 8601 time of the last list request that succeeded. */
  lastSuccessAt: string | null;
  /** Why the last cycle failed on this side; null when it did not. */
  fault: string | null;
  /** Failed cycles in a row. */
  failures: number;
}

export interface ConnectionStatus {
  connectionId: string;
  mode: string;
  lastCycleAt: string | null;
  sides: SideHealth[];
  openIntents: number;
  deadIntents: number;
  quarantined: number;
}

/** Everything chat may ask of the sync. The bot knows nothing else of it. */
export interface Desk {
  view(number: number): Promise<IncidentView | null>;
  list(query: LinkQuery): Promise<{ incidents: IncidentView[]; total: number }>;
  /** Incidents a typed reference can mean: `#7`, `7`, either system's id, a portal link, a title. */
  find(reference: string): Promise<IncidentView[]>;
  act(action: PersonAction): Promise<ActionResult>;
  /** Runs a cycle over every connection (after the one under way, if any) and reports on it. */
  syncNow(): Promise<CycleReport>;
  status(): Promise<ConnectionStatus[]>;
  audit(row: AuditRow): Promise<void>;
  /** Calls `listener` with the numbers of incidents whose view changed; returns the way to stop that. */
  onChanged(listener: (numbers: number[]) => void): () => void;
}

/** A filter for `list`; severity as people type it has been checked before. */
export type { LinkQuery, Severity };
