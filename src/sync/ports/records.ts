import type { EntityName, EntityNameKind } from '../../incident/entity-names.ts';
import type { Field } from '../../incident/incident.ts';
import type { Person } from '../../incident/person.ts';
import type { Side } from '../../incident/side.ts';
import type { IncidentEvent, RecordedEvent } from '../history/event.ts';
import type { LedgerBookmark } from '../bookmark.ts';
import type { Cause, Intent, NewIntent, Passage, Work } from '../intent.ts';
import type { LedgerComment } from '../ledger.ts';
import type { Link, NewLink } from '../link.ts';
import type { RuleMessage, RuleRun } from '../rule-trail.ts';
import type { ConnectionState } from '../posture/posture.ts';
import type { RollUp } from '../roll-up.ts';

/** One row of the append-only audit. */
export interface AuditRow {
  at: string;
  /** `person`: someone in chat. `rule`: an automation rule. `sync`: Dragoman itself. `side`: someone in a portal. */
  actorKind: 'person' | 'rule' | 'sync' | 'side';
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

export interface Connection extends ConnectionState {
  id: string;
  /** When it was first started to write: incidents created before it are synced, not announced. */
  liveSince: string;
  /** What was decided and promised since the last cycle, as the brake counts it: it counts with the next one. */
  decidedBetween: number;
  /** When an admin last said `sync go` and something came of it. */
  wentAt: string | null;
  /** An admin said `sync go` although Microsoft's own sync had been found beside a bridge. */
  knowsNative: boolean;
  /** When everything open was last compared; null before the first time. */
  comparedAt: string | null;
}

/** How far a side has been read. */
export interface Cursor {
  /** The side's own time stamp. */
  position: string;
  /** The latest modification times that were listed, newest first, linked or not. */
  recent: string[];
}

/** A Sentinel incident that stands for a Defender incident which has another one already. */
export interface Duplicate {
  connectionId: string;
  sentinelName: string;
  defenderId: string;
  since: string;
}

/** An incident that what was set here keeps Microsoft from merging with another. */
export interface KeptApart {
  incident: number;
  from: number;
}

/** How long Microsoft's own sync takes to carry a field (seconds), over the last samples. */
export interface NativeLag {
  what: Field | 'twin' | 'comments';
  samples: number;
  p50: number;
  p95: number;
}

/** One measurement of how long Microsoft's own sync took. */
export interface LagSample {
  connectionId: string;
  what: NativeLag['what'];
  seconds: number;
  at: string;
}

/** How whole a side's lists have been. */
export interface Listing {
  /** Listings in a row that the side itself called incomplete. */
  incompleteInARow: number;
  /** Why everything open is to be compared, and how many cycles that has waited; null when it need not be. */
  comparisonWanted: { why: string; cycles: number } | null;
}

export interface QuarantineRow {
  connectionId: string;
  side: Side;
  /** The incident's id, or what stands for an item without one, or for parts of it (`unnamedId`, `partsOf`). */
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
  /** Whose they are: by object id or UPN, since Defender knows no object ids. */
  owner?: Pick<Person, 'objectId' | 'upn'>;
  /** A piece of the title, or the beginning of a name of something the alerts are about; in any case. */
  text?: string;
  /** With `text`: only names of that kind, and no titles. */
  kind?: EntityNameKind;
  limit: number;
  offset: number;
}

/** Which proposals are meant; all of them where nothing is said. */
export interface ProposalQuery {
  /** Those that count as drift by then. */
  dueBy?: string;
  link?: number;
  kinds?: Work['kind'][];
  cause?: Cause;
  passage?: readonly Passage[];
}

/** The rows behind the sync. Reads inside a transaction see its writes. */
export interface Records {
  connection(id: string): Promise<Connection | null>;
  addConnection(connection: Connection): Promise<void>;
  saveConnection(connection: Connection): Promise<void>;
  /** A second Sentinel incident for one Defender incident; noting it again changes nothing. */
  noteDuplicate(duplicate: Duplicate): Promise<void>;
  duplicates(connectionId: string): Promise<Duplicate[]>;
  noteLag(sample: LagSample): Promise<void>;
  /** The lag per field over the newest samples. */
  nativeLag(connectionId: string): Promise<NativeLag[]>;

  cursor(connectionId: string, side: Side): Promise<Cursor | null>;
  moveCursor(connectionId: string, side: Side, cursor: Cursor): Promise<void>;
  listing(connectionId: string, side: Side): Promise<Listing>;
  saveListing(connectionId: string, side: Side, listing: Listing): Promise<void>;

  link(number: number): Promise<Link | null>;
  linkById(connectionId: string, side: Side, id: string): Promise<Link | null>;
  /** The link whose Sentinel incident says that it stands for that Defender incident. */
  linkByProvider(connectionId: string, defenderId: string): Promise<Link | null>;
  addLink(link: NewLink): Promise<Link>;
  /** Writes the link whole. */
  saveLink(link: Link): Promise<void>;
  listLinks(query: LinkQuery): Promise<{ links: Link[]; total: number }>;
  /** Any reference a person types: number, either side's id, a piece of a title. */
  findLinks(text: string, limit: number): Promise<Link[]>;

  /** Links that are open on a side and not known to be gone there, with their id on it. */
  openOn(connectionId: string, side: Side): Promise<{ link: number; id: string }[]>;
  /** Links of which a side said that it does not have them, and that are not believed to be gone yet. */
  missingLinks(connectionId: string): Promise<number[]>;
  /** Open links with a Defender incident and no Sentinel incident known. */
  withoutTwin(connectionId: string): Promise<number[]>;
  /** Links whose two sides hold different values of a field. */
  disagreeing(connectionId: string): Promise<number[]>;
  /** The links that are kept apart from another one by what was set here, and from which. */
  keptApart(connectionId: string): Promise<KeptApart[]>;
  /** Those of them that are kept apart from that one. */
  keptApartFrom(link: number): Promise<number[]>;
  /** Links with something observed that has not been decided on. Survives a crash between the two. */
  undecided(connectionId: string): Promise<number[]>;
  /** The links whose story went on in that one. */
  mergedInto(link: number): Promise<number[]>;
  /** What is decided is not listed any more either. */
  markUndecided(link: number, undecided: boolean): Promise<void>;
  /** What it shows was listed, and no cycle has decided on it yet. */
  markListed(link: number): Promise<void>;
  isListed(link: number): Promise<boolean>;
  /** Sentinel incidents whose comments must be read. */
  commentsDue(connectionId: string): Promise<number[]>;
  markCommentsDue(link: number, due: boolean): Promise<void>;
  /** Defender incidents whose alerts must be read, the newest first. */
  alertsDue(connectionId: string, limit: number): Promise<number[]>;
  markAlertsDue(link: number, due: boolean): Promise<void>;
  /** Defender incidents of which it is not known what their alerts are about, the newest first. */
  namesDue(connectionId: string, limit: number): Promise<number[]>;
  markNamesDue(link: number, due: boolean): Promise<void>;
  /** Defender incidents that moved since their alerts were read, without saying that those changed. */
  alertsStale(connectionId: string): Promise<number[]>;
  markAlertsStale(link: number, stale: boolean): Promise<void>;

  openIntents(link: number): Promise<Intent[]>;
  /** Open ones and proposals: what is wanted of both sides. */
  wantedIntents(link: number): Promise<Intent[]>;
  intentsOfAction(actionId: string): Promise<Intent[]>;
  /** What people asked of a field on a side, settled or not, but not replaced. */
  wishesFor(link: number, side: Side, field: Field): Promise<Intent[]>;
  deadIntents(link: number): Promise<Intent[]>;
  addIntent(intent: NewIntent, now: string): Promise<Intent>;
  saveIntent(intent: Intent): Promise<void>;
  /** The links for which something can be written to that side by `now`, most urgent first. */
  dueLanes(connectionId: string, side: Side, now: string, limit: number): Promise<number[]>;
  /**
   * What failed on that side and waits to be tried again may be tried by `now`, but for what may have arrived there and
   * for what waits for something else than a time.
   */
  hasten(connectionId: string, side: Side, now: string): Promise<void>;
  /** The earliest time at which something can be written, or null. */
  nextDue(connectionId: string): Promise<string | null>;
  /** Of one kind, or of all. */
  countOpenIntents(connectionId: string, kind?: Work['kind']): Promise<number>;
  countDeadIntents(connectionId: string): Promise<number>;
  /** Proposals of a connection, oldest first. */
  proposals(connectionId: string, query?: ProposalQuery): Promise<Intent[]>;
  /** Promises them. */
  release(connectionId: string, query: ProposalQuery, now: string): Promise<void>;
  /** Says of proposals how far they have come past the brake. */
  letPass(connectionId: string, query: ProposalQuery, passage: Passage): Promise<void>;
  /**
   * Open intents of that cause become proposals again: all of them, or all but those an admin said go to. What somebody
   * repaired stays promised.
   */
  withdraw(connectionId: string, cause: Exclude<Cause, 'person'>, which: 'all' | 'unapproved'): Promise<void>;
  /** Dead ones of a connection, oldest first. */
  deadLetters(connectionId: string): Promise<Intent[]>;
  /** Open ones of a connection that have failed so often at least, and are tried again; oldest first. */
  failingIntents(connectionId: string, attempts: number): Promise<Intent[]>;

  comments(link: number): Promise<LedgerComment[]>;
  comment(id: string): Promise<LedgerComment | null>;
  addComment(comment: LedgerComment): Promise<void>;
  saveComment(comment: LedgerComment): Promise<void>;
  /** The roll-up comment of the link in Sentinel, or null before there is one. */
  rollUp(link: number): Promise<RollUp | null>;
  saveRollUp(link: number, rollUp: RollUp): Promise<void>;

  /** In the order in which they are written. */
  bookmarks(link: number): Promise<LedgerBookmark[]>;
  /** Adds it, or replaces the one of that alert. */
  saveBookmark(bookmark: LedgerBookmark): Promise<void>;
  /** Links with bookmarks to be written that are not promised, and a twin to write them to; the newest first. */
  linksToBookmark(connectionId: string, limit: number): Promise<number[]>;

  /** What the alerts of the link are about, the best known first; as far as alerts were read. */
  entityNames(link: number, limit: number): Promise<EntityName[]>;
  /** In place of those before. */
  saveEntityNames(link: number, names: readonly EntityName[]): Promise<void>;

  action(key: string): Promise<ActionRecord | null>;
  addAction(action: ActionRecord): Promise<void>;
  /** The last action that was accepted of this person since then, as the audit has it; null when there is none. */
  lastActionOf(actorObjectId: string, since: string): Promise<{ id: string; incident: number; kind: string } | null>;
  appendAudit(row: AuditRow): Promise<void>;

  appendEvent(event: IncidentEvent): Promise<void>;
  /** Events of a connection after the one with that id, oldest first. */
  eventsAfter(connectionId: string, id: number, limit: number): Promise<RecordedEvent[]>;
  eventsOf(incident: number): Promise<RecordedEvent[]>;
  /** The id of the latest event of a connection; 0 before the first. */
  newestEvent(connectionId: string): Promise<number>;
  /** The last event a reader has worked through; null when it has not begun. */
  bookmark(connectionId: string, reader: string): Promise<number | null>;
  moveBookmark(connectionId: string, reader: string, id: number): Promise<void>;

  /** Fails when that rule has answered to that event before. */
  noteRuleRun(run: RuleRun): Promise<void>;
  /** How often a rule acted on an incident from a time on (ISO 8601). */
  countRuleRuns(incident: number, rule: string, since: string): Promise<number>;
  addRuleMessage(message: RuleMessage): Promise<void>;
  /** What rules want to be told and nobody has promised yet, oldest first. */
  proposedMessages(connectionId: string): Promise<RuleMessage[]>;
  /** Promises them. */
  releaseMessages(connectionId: string): Promise<void>;

  quarantine(row: QuarantineRow): Promise<void>;
  quarantined(connectionId: string, side: Side): Promise<QuarantineRow[]>;
  unquarantine(connectionId: string, side: Side, itemId: string): Promise<void>;
}

/** Where the sync keeps its memory. */
export interface Store extends Records {
  /**
   * Runs the work in one transaction: all of it is kept, or none. Never await a remote call inside: every
   * other reader and writer waits meanwhile.
   */
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T>;
}
