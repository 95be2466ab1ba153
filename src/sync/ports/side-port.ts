import type { AlertList } from '../../incident/alert.ts';
import type { Comment } from '../../incident/comment.ts';
import type { FieldValues, Incident } from '../../incident/incident.ts';
import type { Owner } from '../../incident/person.ts';

/**
 * What the engine needs of each of the two systems. Every method makes remote requests and throws RemoteError
 * when one fails; none of them decides anything.
 */

/** What a side said about one incident. */
export interface Observation {
  incident: Incident;
  /**
   * What the side's adapter needs to write safely on top of this very reading, verbatim, as JSON
   * (Sentinel: etag and the writable properties). The engine stores it and hands it back, unread.
   */
  basis: unknown;
  /** Why there may be more comments than these: what could not be read, in words for people. Absent where all could. */
  unreadableComments?: string[];
}

/** One page of a list: what could be read, and what could not. */
export interface ObservedPage {
  observations: Observation[];
  /** Items that are not what the contract promises. They are kept apart and read again by id. */
  unreadable: UnreadableItem[];
  /** The service said itself that this answer is incomplete (HTTP 206). */
  partial: boolean;
  /** What comes later in this list may be older: nothing is covered before its end. */
  isUnordered?: boolean;
}

export interface UnreadableItem {
  /** Null where not even the id could be read. */
  id: string | null;
  /** The item's own time stamp, where that could be read. */
  modifiedAt: string | null;
  reason: string;
}

export interface ListQuery {
  /** Raw server time stamp; items modified at or after it, oldest modification first. */
  since: string;
  /** Only incidents that are not closed. */
  openOnly?: boolean;
}

/** The fields to write; the ones left out keep their value. */
export type FieldChanges = Partial<FieldValues>;

interface Observing {
  /** Pages of incidents modified at or after `since`, ascending by modification; each incident may recur. */
  listModified(query: ListQuery): AsyncIterable<ObservedPage>;
  /** One incident, its comments included where the side carries them; null where there is none (404). */
  get(id: string): Promise<Observation | null>;
}

/** Microsoft Defender XDR. It has no compare-and-set, and its comments have no ids. */
export interface DefenderPort extends Observing {
  /** Writes only the given fields and returns the incident as the response shows it. */
  update(id: string, changes: FieldChanges): Promise<Observation>;
  /** Appends a comment and returns all comments of the incident. Never repeated by the adapter itself. */
  addComment(id: string, text: string): Promise<Comment[]>;
  /** The incident's alerts with what they are about, MOST_ALERTS at most. They are never part of a list. */
  listAlerts(id: string): Promise<AlertList>;
  /** What this Defender has refused to take so far (severity, closing note, …), in words for people. */
  refusedProperties(): string[];
  /** What its API has no way to take at all, in words for people. */
  limits(): string[];
}

/** A Sentinel incident to be made. */
export interface TwinDraft {
  title: string;
  description: string;
  fields: FieldValues;
  firstActivityAt: string | null;
  lastActivityAt: string | null;
}

/** `conflict`: somebody changed it since the basis was read; nothing was written. */
export type SentinelWrite = { outcome: 'written'; observation: Observation } | { outcome: 'conflict' };

/** Sentinel takes a new title and description too; Defender's are its own. */
export type SentinelChanges = FieldChanges & { title?: string; description?: string };

/** An alert as Sentinel can hold it: its API makes no alerts. */
export interface Bookmark {
  /** A UUID of ours: sending it twice leaves one bookmark. */
  name: string;
  displayName: string;
  /** KQL, which Sentinel insists on. */
  query: string;
  /** JSON. */
  queryResult: string;
  /** Of a bookmark that is there already, what people made of these is left alone. */
  notes: string;
  labels: string[];
  eventAt: string | null;
}

/**
 * - `gone`: it was made before, and somebody has deleted it since; it is not made again
 * - `untied`: the bookmark is there, but Sentinel does not tie it to the incident (it ties 20 at most)
 */
export type BookmarkWrite = { outcome: 'written' } | { outcome: 'gone' } | { outcome: 'untied'; reason: string };

/** The comments of an incident, oldest first. */
export interface ListedComments {
  comments: Comment[];
  /** Why there may be more than these: what could not be read, in words for people. */
  unreadable: string[];
}

/** Microsoft Sentinel. It replaces on PUT, guarded by the etag; a comment's id is ours to choose. */
export interface SentinelPort extends Observing {
  /** Lays the changes over `basis` and writes it under the basis' etag. */
  update(id: string, changes: SentinelChanges, basis: unknown): Promise<SentinelWrite>;
  /** Makes the incident under this name. Only after `get` found none: a PUT without an etag overwrites. */
  create(id: string, draft: TwinDraft): Promise<Observation>;
  listComments(id: string): Promise<ListedComments>;
  /** Creates or replaces the comment of that id (a UUID): a resend is harmless. */
  putComment(id: string, commentId: string, text: string): Promise<Comment>;
  /** Puts the bookmark and ties it to the incident. One that was tied before only gets its new content. */
  putBookmark(id: string, bookmark: Bookmark, wasTied: boolean): Promise<BookmarkWrite>;
}

/** Looks people up in the directory of the tenant a side belongs to. */
export interface DirectoryPort {
  /** The person as that side's directory knows them, or null. `owner` carries a UPN or an object id. */
  resolve(owner: Owner): Promise<Owner | null>;
}
