import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import type { Intent, NewIntent } from '../intent.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link, NewLink } from '../link.ts';

/** One row of the append-only audit. */
export interface AuditRow {
  at: string;
  /** `person`: someone in chat. `sync`: Dragoman itself. `side`: someone or something in a portal. */
  actorKind: 'person' | 'sync' | 'side';
  actorObjectId: string | null;
  actorTenantId: string | null;
  actorUpn: string | null;
  actorName: string | null;
  action: string;
  incident: number | null;
  actionId: string | null;
  /** `accepted`, `refused:<code>`, `written:<side>`, `waiting:<side>`, `failed:<side>`, `overruled`, … */
  outcome: string;
  detail: unknown;
}

/** The first answer to an idempotency key, given again when the key comes again. */
export interface ActionRecord {
  key: string;
  id: string;
  link: number;
  actorObjectId: string;
  at: string;
}

export interface Connection {
  id: string;
  /** When it was first started to write: incidents created before it are synced, not announced. */
  liveSince: string;
}

/** How far a side has been read. */
export interface Cursor {
  /** The side's own time stamp. */
  position: string;
  /** The latest modification times that were listed, newest first, linked or not. */
  recent: string[];
}

export interface QuarantineRow {
  connectionId: string;
  side: Side;
  itemId: string;
  reason: string;
  attempts: number;
  since: string;
}

export interface LinkQuery {
  connectionId?: string;
  /** Only incidents that are not closed. */
  open?: boolean;
  severity?: string;
  tag?: string;
  ownerObjectId?: string;
  limit: number;
  offset: number;
}

/** The rows behind the sync. Reads inside a transaction see its writes. */
export interface Records {
  connection(id: string): Promise<Connection | null>;
  addConnection(connection: Connection): Promise<void>;

  cursor(connectionId: string, side: Side): Promise<Cursor | null>;
  moveCursor(connectionId: string, side: Side, cursor: Cursor): Promise<void>;

  link(number: number): Promise<Link | null>;
  linkById(connectionId: string, side: Side, id: string): Promise<Link | null>;
  addLink(link: NewLink): Promise<Link>;
  /** Writes the link whole. */
  saveLink(link: Link): Promise<void>;
  listLinks(query: LinkQuery): Promise<{ links: Link[]; total: number }>;
  /** Any reference a person types: number, either side's id, a piece of a title. */
  findLinks(text: string, limit: number): Promise<Link[]>;

  /** Links with something observed that has not been decided on. Survives a crash between the two. */
  undecided(connectionId: string): Promise<number[]>;
  markUndecided(link: number, undecided: boolean): Promise<void>;
  /** Sentinel incidents whose comments must be read. */
  commentsDue(connectionId: string): Promise<number[]>;
  markCommentsDue(link: number, due: boolean): Promise<void>;

  openIntents(link: number): Promise<Intent[]>;
  intentsOfAction(actionId: string): Promise<Intent[]>;
  /** What people asked of a field on a side, settled or not, but not replaced. */
  wishesFor(link: number, side: Side, field: Field): Promise<Intent[]>;
  deadIntents(link: number): Promise<Intent[]>;
  addIntent(intent: NewIntent, now: string): Promise<Intent>;
  saveIntent(intent: Intent): Promise<void>;
  /** Lanes (link, side) in which something can be written by `now`, most urgent first. */
  dueLanes(connectionId: string, now: string, limit: number): Promise<{ link: number; side: Side }[]>;
  /** The earliest time at which something can be written, or null. */
  nextDue(connectionId: string): Promise<string | null>;
  countOpenIntents(connectionId: string): Promise<number>;
  countDeadIntents(connectionId: string): Promise<number>;

  comments(link: number): Promise<LedgerComment[]>;
  comment(id: string): Promise<LedgerComment | null>;
  addComment(comment: LedgerComment): Promise<void>;
  saveComment(comment: LedgerComment): Promise<void>;

  action(key: string): Promise<ActionRecord | null>;
  addAction(action: ActionRecord): Promise<void>;
  appendAudit(row: AuditRow): Promise<void>;

  quarantine(row: QuarantineRow): Promise<void>;
  quarantined(connectionId: string, side: Side): Promise<QuarantineRow[]>;
  release(connectionId: string, side: Side, itemId: string): Promise<void>;
}

/** Where the sync keeps its memory. */
export interface Store extends Records {
  /**
   * Runs the work in one transaction: all of it is kept, or none. Never await a remote call inside: every
   * other reader and writer waits meanwhile.
   */
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T>;
}
