import type { JsonObject } from './json.ts';
import { isObject, objectsAt, textAt } from './json.ts';
import type { Person } from './person.ts';

export const adaptiveCardType = 'application/vnd.microsoft.card.adaptive';

export interface Message {
  readonly id: string;
  /** The channel or chat, without the thread. */
  readonly conversationId: string;
  /** The first message of the thread; its own id for a first message, and in chats. */
  readonly rootId: string;
  readonly from: 'bot' | Person;
  readonly postedAt: number;
  text: string;
  /** What the push notification of a phone shows. */
  summary: string | undefined;
  card: JsonObject | undefined;
  /** The whole activity as the bot or the person sent it last. */
  activity: JsonObject;
  /** How many times its author changed it. */
  edited: number;
  deleted: boolean;
  /** Cards that only one person sees, by `29:` id: what the bot answered to that person's last tap. */
  readonly views: Map<string, JsonObject>;
  /** The cards it showed before, newest first: a screen may show one until its edit has arrived there. */
  readonly earlier: EarlierCard[];
}

/** `of`: the one person who saw it, by `29:` id; null where everybody did. */
export interface EarlierCard {
  card: JsonObject;
  of: string | null;
}

const MOST_EARLIER = 20;

/** Remembers a card that is about to be replaced. */
export function keepEarlier({ earlier }: Message, card: JsonObject | undefined, of: string | null): void {
  if (card === undefined) return;
  earlier.unshift({ card, of });
  earlier.splice(MOST_EARLIER);
}

/** A message as one person has it on the screen. */
export interface MessageView {
  id: string;
  rootId: string;
  from: string;
  isBot: boolean;
  postedAt: number;
  text: string;
  textFormat: string;
  summary: string | undefined;
  card: JsonObject | undefined;
  edited: number;
  deleted: boolean;
  /** `29:` ids of the people whom the text or the card mentions. */
  mentions: string[];
}

/** The first adaptive card of an activity. */
export const cardOf = (activity: JsonObject): JsonObject | undefined => {
  const attachment = objectsAt(activity, 'attachments').find((one) => one.contentType === adaptiveCardType);
  return isObject(attachment?.content) ? attachment.content : undefined;
};

/** What `person` sees; without one, what everybody sees who has not tapped. */
export function viewOf(message: Message, person?: Person): MessageView {
  const card = (person && message.views.get(person.mri)) ?? message.card;
  return {
    id: message.id,
    rootId: message.rootId,
    from: message.from === 'bot' ? 'Dragoman' : message.from.name,
    isBot: message.from === 'bot',
    postedAt: message.postedAt,
    text: message.deleted ? '' : message.text,
    textFormat: textAt(message.activity, 'textFormat') ?? 'markdown',
    summary: message.summary,
    card: message.deleted ? undefined : card,
    edited: message.edited,
    deleted: message.deleted,
    mentions: mentionsOf(message.activity, card),
  };
}

function mentionsOf(activity: JsonObject, card: JsonObject | undefined): string[] {
  const inCard = isObject(card?.msteams) ? objectsAt(card.msteams, 'entities') : [];
  return [...objectsAt(activity, 'entities'), ...inCard].flatMap((entity) => {
    if (entity.type !== 'mention' || !isObject(entity.mentioned)) return [];
    const id = textAt(entity.mentioned, 'id');
    return id === undefined ? [] : [id];
  });
}
