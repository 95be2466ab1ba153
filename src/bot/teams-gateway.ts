import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { Conversation } from '../sync/ports/chat-records.ts';

/** A message as the bot sends it. */
export interface OutgoingMessage {
  card: AdaptiveCard;
  /** What a push notification shows. */
  summary: string;
}

/**
 * What became of a message. `retry`: Teams may take it later. `gone`: the conversation (or the message to be
 * edited) is no longer there or closed to us. `rejected`: Teams will never take it as it is; a fault of ours.
 */
export type Delivery =
  | { outcome: 'sent'; threadId: string; activityId: string }
  | { outcome: 'retry'; afterSeconds: number; reason: string }
  | { outcome: 'gone'; what: 'conversation' | 'message'; reason: string }
  | { outcome: 'rejected'; reason: string };

/** Somebody in a conversation, as its roster knows them. */
export interface Member {
  /** `29:…` */
  id: string;
  objectId: string | null;
  tenantId: string | null;
  upn: string | null;
  name: string;
  /** `user`, `guest`, `anonymous`; null where Teams does not say. */
  role: string | null;
}

export type MemberLookup =
  { outcome: 'found'; member: Member } | { outcome: 'absent' } | { outcome: 'failed'; reason: string };

/** What became of the wish for a chat with somebody. `closed`: Teams does not give it, as things are. */
export type ChatOpening =
  | { outcome: 'open'; conversationId: string }
  | { outcome: 'closed'; reason: string }
  | { outcome: 'retry'; reason: string };

/** Everything the bot does in Teams. Results are told, never thrown: whoever sends must decide what a failure means. */
export interface TeamsGateway {
  /** A first message in a conversation; in a channel it begins a thread. */
  postRoot(conversation: Conversation, message: OutgoingMessage): Promise<Delivery>;
  /** A message into a thread (`19:…;messageid=…`) or a chat. */
  send(conversation: Conversation, threadId: string, message: OutgoingMessage): Promise<Delivery>;
  edit(conversation: Conversation, threadId: string, activityId: string, message: OutgoingMessage): Promise<Delivery>;
  /** Looks somebody up in the conversation's roster, by `29:` id or Entra object id. */
  member(conversation: Conversation, userId: string): Promise<MemberLookup>;
  /**
   * The chat with a member (`29:…`) of a conversation, made where there is none; nobody notices until something is said
   * in it.
   */
  openChat(conversation: Conversation, memberId: string): Promise<ChatOpening>;
}
