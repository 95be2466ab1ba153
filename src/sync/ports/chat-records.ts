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
  /** False once the platform said it is gone or closed to us. */
  reachable: boolean;
}

/** Incidents are posted in a conversation only once an admin has bound it. */
export interface Binding {
  conversationId: string;
  boundBy: string;
  boundAt: string;
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

/** The rows behind the chat side. */
export interface ChatRecords {
  saveConversation(conversation: Conversation): Promise<void>;
  conversation(id: string): Promise<Conversation | null>;
  bind(binding: Binding): Promise<void>;
  unbind(conversationId: string): Promise<boolean>;
  bindings(): Promise<Binding[]>;

  /** Adds the card unless that incident already has a root card in that conversation; returns what is there. */
  ensureRootCard(card: LiveCard): Promise<LiveCard>;
  addCard(card: LiveCard): Promise<void>;
  saveCard(card: LiveCard): Promise<void>;
  card(id: string): Promise<LiveCard | null>;
  cardsOf(incident: number): Promise<LiveCard[]>;
  /** Cards of reachable conversations whose incident has a newer version than they show, or never posted. */
  outdatedCards(limit: number): Promise<LiveCard[]>;

  grant(grant: Grant): Promise<void>;
  revoke(objectId: string, tenantId: string, role: Role): Promise<boolean>;
  grants(): Promise<Grant[]>;
  grantsOf(objectId: string, tenantId: string): Promise<Grant[]>;
}
