import { threadId, splitThread } from './ids.ts';
import type { Channel, Conversation, GroupChat, PersonalChat, Team } from './conversation.ts';
import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';
import { cardOf, keepEarlier } from './message.ts';
import type { Message } from './message.ts';
import type { Person } from './person.ts';

/** Everything the simulated Teams remembers. Whoever changes it says `changed()`, so that nobody has to poll. */
export class TeamsState {
  readonly tenantId: string;
  readonly people: Person[] = [];
  readonly teams: Team[] = [];
  readonly chats: (PersonalChat | GroupChat)[] = [];
  readonly messages: Message[] = [];
  /** People an app policy keeps from having the bot to themselves, whatever teams they share with it. */
  readonly barred = new Set<Person>();
  readonly #listeners = new Set<() => void>();

  constructor(tenantId: string) {
    this.tenantId = tenantId;
  }

  /** Calls the listener after every change; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Finds a person by `29:` id or by Entra object id, as the connector does. */
  person(id: string): Person | undefined {
    return this.people.find((one) => one.mri === id || one.objectId?.toLowerCase() === id.toLowerCase());
  }

  /** A channel or chat by its id; a thread's id finds the channel. */
  conversation(id: string): Conversation | undefined {
    const { base } = splitThread(id);
    return this.chats.find((chat) => chat.id === base) ?? this.channels().find((channel) => channel.id === base);
  }

  channels(): Channel[] {
    return this.teams.flatMap((team) => team.channels);
  }

  message(conversationId: string, messageId: string): Message | undefined {
    const { base } = splitThread(conversationId);
    return this.messages.find((one) => one.conversationId === base && one.id === messageId);
  }

  /** Adds a message. Without a root it begins a thread. */
  add(post: {
    id: string;
    conversation: Conversation;
    rootId?: string;
    from: 'bot' | Person;
    at: number;
    activity: JsonObject;
  }): Message {
    const message: Message = {
      id: post.id,
      conversationId: post.conversation.id,
      rootId: post.rootId ?? post.id,
      from: post.from,
      postedAt: post.at,
      text: textAt(post.activity, 'text') ?? '',
      summary: textAt(post.activity, 'summary'),
      card: cardOf(post.activity),
      activity: post.activity,
      edited: 0,
      deleted: false,
      views: new Map(),
      earlier: [],
    };
    this.messages.push(message);
    this.changed();
    return message;
  }

  /**
   * Replaces the message for everybody. A card that only one person saw goes too: Teams shows the new
   * base card and, for people on its refresh list, asks the bot for theirs again.
   */
  edit(message: Message, activity: JsonObject): void {
    keepEarlier(message, message.card, null);
    for (const [mri, card] of message.views) keepEarlier(message, card, mri);
    message.text = textAt(activity, 'text') ?? '';
    message.summary = textAt(activity, 'summary');
    message.card = cardOf(activity);
    message.activity = activity;
    message.edited += 1;
    message.views.clear();
    this.changed();
  }

  /** The id under which activities in the message's thread are exchanged. */
  threadOf(message: Message): string {
    const isInChannel = this.channels().some((channel) => channel.id === message.conversationId);
    return isInChannel ? threadId(message.conversationId, message.rootId) : message.conversationId;
  }
}
