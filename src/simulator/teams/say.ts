import type { Conversation } from './conversation.ts';
import { isInstalledIn, membersOf } from './conversation.ts';
import type { BotAnswer, Inbound } from './inbound.ts';
import type { MessageIds } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';
import type { Person } from './person.ts';
import type { TeamsState } from './teams-state.ts';

export interface SayOptions {
  /** Any message of the thread to answer in; in a channel, left out begins a new thread. */
  replyTo?: { id: string; rootId?: string };
  /** People named in the text as `@Name`, as if picked from the list. */
  mentions?: Person[];
  /** False: the bot is not mentioned, so in a channel or group chat it hears nothing. */
  mentionBot?: boolean;
  /**
   * `rich` (default): as the desktop client writes it, with a no-break space after the mention and a line
   * break at the end. `plain`: as a phone does.
   */
  typedOn?: 'rich' | 'plain';
}

export interface Said extends BotAnswer {
  message: Message;
  /** Whether the bot was handed the message at all. */
  isDelivered: boolean;
}

interface Saying {
  state: TeamsState;
  inbound: Inbound;
  ids: MessageIds;
  now: () => number;
}

/** A person writes a message; the bot hears it in a chat with it, or where it is mentioned. */
export async function say(
  { state, inbound, ids, now }: Saying,
  person: Person,
  conversation: Conversation,
  text: string,
  options: SayOptions = {},
): Promise<Said> {
  if (!membersOf(conversation).includes(person)) throw new Error(`${person.name} is not in this conversation`);
  const isRich = options.typedOn !== 'plain';
  const isMentioned = conversation.kind !== 'personal' && options.mentionBot !== false;
  const mentions = mentionsIn(text, options.mentions ?? []);
  const bot = inbound.botAccount();
  const at = `<at>${bot.name}</at>`;
  const typed = mentions.reduce((sofar, one) => sofar.replace(`@${one.name}`, `<at>${one.name}</at>`), text);
  const sent = `${isMentioned ? `${at}${isRich ? '\u00a0' : ' '}` : ''}${typed}${isRich && isMentioned ? '\n' : ''}`;

  const rootId = rootOf(state, options.replyTo);
  const id = ids.next();
  const base = inbound.activityBase(person, conversation, conversation.kind === 'channel' ? (rootId ?? id) : undefined);
  const activity: JsonObject = {
    ...base,
    type: 'message',
    id,
    text: sent,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<div><div>${html(sent)}</div></div>` }],
    entities: [
      ...(isMentioned ? [mention(bot)] : []),
      ...mentions.map((one) => mention({ id: one.mri, name: one.name })),
      ...(base.entities as JsonObject[]),
    ],
  };
  const message = state.add({
    id,
    conversation,
    ...(rootId === undefined ? {} : { rootId }),
    from: person,
    at: now(),
    activity,
  });
  message.text = isMentioned ? `@${bot.name} ${text}` : text;
  const isDelivered = (conversation.kind === 'personal' || isMentioned) && isInstalledIn(conversation);
  if (!isDelivered) return { message, isDelivered, status: 0, body: undefined };
  return { message, isDelivered, ...(await inbound.post(activity)) };
}

/** In a channel the thread of the answered message; chats have no threads. */
function rootOf(state: TeamsState, replyTo: SayOptions['replyTo']): string | undefined {
  if (replyTo === undefined) return undefined;
  return state.messages.find((one) => one.id === replyTo.id)?.rootId ?? replyTo.rootId ?? replyTo.id;
}

function mentionsIn(text: string, people: Person[]): Person[] {
  const missing = people.find((one) => !text.includes(`@${one.name}`));
  if (missing) throw new Error(`the text does not contain @${missing.name}`);
  return people;
}

const mention = ({ id, name }: { id: string; name: string }): JsonObject => ({
  type: 'mention',
  mentioned: { id, name },
  text: `<at>${name}</at>`,
});

/** The formatted copy of the text that Teams attaches to every message a person writes. */
function html(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  let item = 0;
  return escaped
    .replaceAll('\u00a0', '&nbsp;')
    .replaceAll(
      /&lt;at&gt;(.*?)&lt;\/at&gt;/g,
      (_all, name: string) =>
        `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${item++}">${name}</span>`,
    );
}
