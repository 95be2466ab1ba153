import type { Severity } from '../../incident/severity.ts';
import type { NoticeRecords } from './notice-records.ts';
import type { SnoozeRecords } from './snooze-records.ts';

/**
 * What the chat side remembers. Declared here, beside the sync's own records, because the store implements
 * both and sees no room but `incident` and these ports.
 */

/** A place to talk: a channel (never a thread of it), a group chat or a one-to-one chat. */
export interface Conversation {
  /** Without `;messageid=`. */
  id: string;
  kind: 'channel' | 'groupChat' | 'personal';
  tenantId: string;
  serviceUrl: string;
  teamId: string | null;
  name: string | null;
  /** Whom a one-to-one chat is with: Entra object id, lower case. */
  personObjectId: string | null;
  /** False once the platform said it is gone or closed to us. */
  reachable: boolean;
}

/** Incidents are posted in a conversation only once an admin has bound it. */
export interface Binding {
  conversationId: string;
  boundBy: string;
  boundAt: string;
  /** Left out: all incidents. */
  rule?: BindingRule;
}

/** Which incidents a bound conversation is told of. */
export interface BindingRule {
  least: Severity | null;
  tag: string | null;
}

/** A message that shows an incident and is kept true. */
export interface LiveCard {
  /** Ours, random; the HMAC in the card's data is bound to it. */
  id: string;
  incident: number;
  conversationId: string;
  /** `root`: the one posted because the conversation is bound. `shown`: asked for with `show`. */
  kind: 'root' | 'shown';
  /** The conversation to edit it in (a channel's thread carries `;messageid=`); null until posted. */
  threadId: string | null;
  activityId: string | null;
  /** The incident's version it shows; -1 until posted. */
  shownVersion: number;
  /** Hash of what it shows, so that a look that finds nothing new sends nothing; null until posted. */
  shownHash: string | null;
  /** Why nothing could be written when it was drawn, so that it has no buttons; null when it could. */
  shownReadOnly: string | null;
  attempts: number;
  notBefore: string;
  /** Why the last post or edit failed. */
  error: string | null;
  createdAt: string;
}

export type Role = 'viewer' | 'responder' | 'lead' | 'manager' | 'admin';

export interface Grant {
  objectId: string;
  tenantId: string;
  role: Role;
  name: string;
  grantedBy: string;
  grantedAt: string;
}

/** No incident reaches this version: such a card is never out of date. */
export const NEVER_OUTDATED = Number.MAX_SAFE_INTEGER;

/** The rows behind the chat side. */
export interface ChatRecords extends NoticeRecords, SnoozeRecords {
  saveConversation(conversation: Conversation): Promise<void>;
  conversation(id: string): Promise<Conversation | null>;
  /** The reachable one-to-one chats with these people (Entra object ids, lower case). */
  personalChats(objectIds: readonly string[]): Promise<Conversation[]>;
  /** Where another conversation of the tenant is reached; null where nothing was heard of the tenant yet. */
  serviceUrlOf(tenantId: string, exceptId: string): Promise<string | null>;
  bind(binding: Binding): Promise<void>;
  unbind(conversationId: string): Promise<boolean>;
  bindings(): Promise<Binding[]>;

  /** Adds the card unless that incident already has a root card in that conversation; returns what is there. */
  ensureRootCard(card: LiveCard): Promise<LiveCard>;
  addCard(card: LiveCard): Promise<void>;
  saveCard(card: LiveCard): Promise<void>;
  card(id: string): Promise<LiveCard | null>;
  cardsOf(incident: number): Promise<LiveCard[]>;
  /**
   * Cards of reachable conversations whose incident has a newer version than they show, or never posted. Those that
   * are only to be looked at again come last, and among them those of closed incidents.
   */
  outdatedCards(limit: number): Promise<LiveCard[]>;
  /**
   * The posted cards of these incidents, or of all that are open or have something proposed, count as outdated until
   * looked at again.
   */
  expireCards(incidents: readonly number[] | 'open'): Promise<void>;
  /** So do all posted cards of a connection that were drawn when something else could be written there than now. */
  expireCardsDrawnOtherwise(connectionId: string, readOnly: string | null): Promise<void>;

  grant(grant: Grant): Promise<void>;
  revoke(objectId: string, tenantId: string, role: Role): Promise<boolean>;
  grants(): Promise<Grant[]>;
  grantsOf(objectId: string, tenantId: string): Promise<Grant[]>;
}
