import type { Person } from '../../incident/person.ts';
import type { Severity, WritableSeverity } from '../../incident/severity.ts';
import type { Side } from '../../incident/side.ts';
import type { Classification, Determination, Reason } from '../../incident/state.ts';
import type { DriftLine, IncidentView } from '../incident-view.ts';
import type { Field } from '../../incident/incident.ts';
import type { Pause } from '../pauses.ts';
import type { Hold, SyncMode } from '../posture/posture.ts';
import type { AuditRow, Duplicate, KeptApart, LinkQuery, NativeLag } from './records.ts';

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
  /** The list as it shall be, and the one it was made from: what is alike in both is not what they ask for. */
  | { kind: 'tags'; tags: string[]; shown: string[] }
  | { kind: 'severity'; severity: WritableSeverity }
  | { kind: 'comment'; text: string }
  /** Gives it to somebody with a word about it: owner and comment in one. */
  | { kind: 'handoff'; to: Person; note: string }
  /** The answer to a conflict: this side's value stands. */
  | { kind: 'keep'; field: Field; side: Side }
  /** Takes this person's last action back, if it is on this incident, fresh, and both sides still hold what it wrote. */
  | { kind: 'undo' }
  /** Carries what Microsoft's own sync did not, or what was left alone because it went to and fro. */
  | { kind: 'repair' }
  /** Tries again what a side refused. */
  | { kind: 'retry' };

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
  | {
      outcome: 'applied';
      view: IncidentView;
      sides: Record<Side, SideOutcome>;
      repeated: boolean;
      /** What it may keep from happening elsewhere, in words for who acted. */
      warning?: string;
    }
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
  | 'read_only'
  | 'nothing_to_do'
  | 'nothing_to_undo'
  | 'changed_since';

/** Why there is no hunt. Part of the documented list of codes. */
export type HuntRefusal =
  'unknown_incident' | 'merged' | 'gone' | 'nothing_to_hunt' | 'hunting_refused' | 'hunting_unavailable';

/** What one ready-made query found. All texts are as the services tell them: escape before showing. */
export interface HuntFinding {
  /** What was asked, in our words. */
  question: string;
  /** About whom or what. */
  subjects: string[];
  /** The most frequent first. */
  rows: HuntedRow[];
  /** Why it could not be asked, in words for people; null when it was. */
  fault: string | null;
}

export interface HuntedRow {
  /** The columns that tell what was found; at least one. */
  what: string[];
  times: number | null;
  /** ISO 8601. */
  lastAt: string | null;
}

export type HuntResult =
  | { outcome: 'found'; view: IncidentView; findings: HuntFinding[]; days: number }
  | { outcome: 'refused'; code: HuntRefusal; reason: string };

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
  /** When the first of them failed; null when the last one did not. */
  failingSince: string | null;
  /** The side's own time up to which it has been read; null before the first list. */
  cursor: string | null;
  /** Cycles in a row in which the side answered, but its list could not be read to its end. */
  held: number;
  /** When the first of them was; null when the last one was none. */
  heldSince: string | null;
}

/** How much of an allowance of a service is used now. */
export interface QuotaUse {
  name: string;
  /** Requests that may be sent at once. */
  left: number;
  capacity: number;
}

export interface ConnectionStatus {
  connectionId: string;
  /** What people call it. */
  name: string;
  mode: SyncMode;
  /** Why it is in this mode. */
  modeReason: string;
  holds: Hold[];
  /** What keeps it from carrying everything itself, in words for people; null when nothing does. */
  heldBack: string | null;
  /** Why nothing people ask for may be written now, in words for people; null when it may. */
  readOnly: string | null;
  /** What Defender has refused to take so far, and what its API has no way to take: in words for people. */
  refused: string[];
  limits: string[];
  /** Decisions that nobody has promised. */
  proposals: number;
  /** Incidents of which the sides disagree in some field, whether or not a write is on its way. */
  disagreeing: number;
  /** What else makes doubles, or is missing beside Microsoft's own sync: sentences for people. */
  neighbours: string[];
  /** Second Sentinel incidents for one Defender incident. */
  duplicates: Duplicate[];
  /** Incidents that what was set here may keep Microsoft from merging with another one. */
  keptApart: KeptApart[];
  nativeLag: NativeLag[];
  quotas: QuotaUse[];
  /** Incidents whose alerts Defender was asked for, since the process started. */
  alertReads: number;
  /** What is left off because it cannot be done. */
  pauses: Pause[];
  lastCycleAt: string | null;
  sides: SideHealth[];
  openIntents: number;
  deadIntents: number;
  /** How many items could not be read. */
  quarantined: number;
  /** Those of them that have been so the longest. */
  unreadable: Unreadable[];
}

/** Something a side shows that is not what its contract promises. It is left out, and read again. */
export interface Unreadable {
  side: Side;
  /** The side's id of an incident, or what stands for a part of one (`81/comments`, `#7/alerts`) or for one without. */
  id: string;
  reason: string;
  since: string;
  /** When it is read again: so many cycles from now, or at a time. */
  nextInCycles: number | null;
  nextAt: string | null;
}

/** What an admin orders. `go` ends a rehearsal or lets what a brake stopped pass; `resume` ends a pause. */
export type SyncOrder = 'pause' | 'resume' | 'go';

/** What became of an order, for one connection, in words for people. */
export interface OrderResult {
  connectionId: string;
  name: string;
  changed: boolean;
  /** What `go` or `resume` ended. */
  ended: Hold['kind'][];
  sentence: string;
}

/**
 * What a trouble is about. One about a side is over only once that side was reached again, and one about its cursor once
 * its list was read to the end.
 */
export type TroubleCause =
  | { kind: 'side'; side: Side }
  | { kind: 'cursor'; side: Side }
  | { kind: 'hold'; hold: Hold['kind'] }
  | { kind: 'deadLetter'; incident: number; side: Side }
  /** Writes that fail time and again although the side answers otherwise. */
  | { kind: 'failing'; side: Side }
  | { kind: 'refused'; property: string }
  | { kind: 'pause'; what: Pause['what'] }
  /** Defender does not show what incidents were merged into. */
  | { kind: 'survivor' }
  | { kind: 'credential' }
  /** Where incidents are posted takes nothing any more. */
  | { kind: 'conversation' }
  | { kind: 'paging' }
  /** Somebody of the rota cannot be written to. */
  | { kind: 'oncall' }
  /** Somebody else whom the configuration names cannot. */
  | { kind: 'reader' };

/** What a person must know of without asking: one per cause, until it is over. */
export interface Trouble {
  /** The same trouble has the same key in every life of the process. */
  key: string;
  /** Null where it is about the whole process. */
  connectionId: string | null;
  cause: TroubleCause;
  connection: string;
  sentence: string;
  /** What to do about it. */
  advice: string;
  since: string;
}

/** What a rehearsal found: what would be written if an admin said `sync go`. */
export interface RehearsalReport {
  connectionId: string;
  name: string;
  linked: number;
  /** Twins that would be made. */
  twins: number;
  /** Field values that would be carried, by the side they would be written to. */
  writes: Record<Side, number>;
  comments: number;
  questions: number;
  /** Some of the differences, the oldest first. */
  examples: DriftLine[];
}

/** Everything chat may ask of the sync. The bot knows nothing else of it. */
export interface Desk {
  view(number: number): Promise<IncidentView | null>;
  list(query: LinkQuery): Promise<{ incidents: IncidentView[]; total: number }>;
  /** Incidents a typed reference can mean: `#7`, `7`, either system's id, a portal link, a title. */
  find(reference: string): Promise<IncidentView[]>;
  act(action: PersonAction): Promise<ActionResult>;
  /**
   * Asks both sides about one incident now. Returns the sides that could not be asked, and those that did not answer
   * within the patience (milliseconds; as long as it takes where none is given).
   */
  readAfresh(number: number, patience?: number): Promise<Side[]>;
  /** Asks Defender's advanced hunting about what the incident's alerts name. Takes as long as that takes. */
  hunt(incident: number): Promise<HuntResult>;
  /** The incident whose last change this person can still take back; null when there is none. */
  undoable(by: Person): Promise<number | null>;
  /** Runs a cycle over every connection (after the one under way, if any) and reports on it. */
  syncNow(): Promise<CycleReport>;
  status(): Promise<ConnectionStatus[]>;
  /** An admin's order to all connections, or to the one with that id. */
  order(order: SyncOrder, by: Person, connectionId?: string, only?: Hold['kind']): Promise<OrderResult[]>;
  /** Where the two systems disagree and nothing on its way will change that, the longest first. */
  drift(page: { limit: number; offset: number }): Promise<{ lines: DriftLine[]; total: number }>;
  /** What rehearsing connections would do; empty when none rehearses. */
  rehearsals(): Promise<RehearsalReport[]>;
  /** What a person must look at now. */
  troubles(): Promise<Trouble[]>;
  audit(row: AuditRow): Promise<void>;
  /** Calls `listener` with the numbers of incidents whose view changed; returns the way to stop that. */
  onChanged(listener: (numbers: number[]) => void): () => void;
  /** Calls `listener` with the connection's id after each of its cycles, when troubles may have come or gone. */
  onCycle(listener: (connectionId: string) => void): () => void;
}

/** A filter for `list`; severity as people type it has been checked before. */
export type { LinkQuery, Severity };
