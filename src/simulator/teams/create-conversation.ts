import type { SimResponse } from '../server.ts';
import { acceptable, writable } from './connector-activities.ts';
import { connectorError, conversationNotFound, notOnRoster } from './connector-error.ts';
import type { ConnectorContext } from './connector-context.ts';
import { newPersonalChatId, threadId } from './ids.ts';
import type { PersonalChat } from './conversation.ts';
import { isObject, objectAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Person } from './person.ts';
import type { TeamsState } from './teams-state.ts';

/** `POST /v3/conversations`: a new thread in a channel, or the chat with one person. */
export function createConversation(
  context: ConnectorContext,
  body: unknown,
  takePlace: (conversation: string) => void,
): SimResponse {
  if (!isObject(body)) throw connectorError(400, 'BadSyntax', 'The body must be a JSON object.');
  const tenantId = textAt(body, 'tenantId') ?? textAt(objectAt(objectAt(body, 'channelData'), 'tenant'), 'id');
  if (tenantId !== undefined && tenantId.toLowerCase() !== context.state.tenantId.toLowerCase()) {
    throw connectorError(403, 'Forbidden', 'The bot is not part of this tenant.');
  }
  const channelId = textAt(objectAt(objectAt(body, 'channelData'), 'channel'), 'id');
  return channelId === undefined
    ? openPersonalChat(context, body, tenantId, takePlace)
    : startThread(context, body, channelId, takePlace);
}

function startThread(
  context: ConnectorContext,
  body: JsonObject,
  channelId: string,
  takePlace: (conversation: string) => void,
): SimResponse {
  takePlace(channelId);
  if (body.isGroup !== true) throw connectorError(400, 'BadSyntax', 'isGroup must be true for a channel.');
  const conversation = writable(context, channelId);
  if (conversation.kind !== 'channel') throw conversationNotFound();
  const activity = acceptable(body.activity);
  if (activity.type !== 'message') throw connectorError(400, 'BadSyntax', 'A thread begins with a message.');
  const message = context.state.add({
    id: context.ids.next(),
    conversation,
    from: 'bot',
    at: context.now(),
    activity,
  });
  return { status: 201, body: { id: threadId(channelId, message.id), activityId: message.id } };
}

function openPersonalChat(
  context: ConnectorContext,
  body: JsonObject,
  tenantId: string | undefined,
  takePlace: (conversation: string) => void,
): SimResponse {
  const members = objectsAt(body, 'members');
  const [member] = members;
  if (!member || members.length !== 1 || body.isGroup === true) {
    throw connectorError(400, 'BadSyntax', 'A bot can only open a chat with exactly one person.');
  }
  if (tenantId === undefined) throw connectorError(400, 'BadSyntax', 'The tenant is missing.');
  const botId = textAt(objectAt(body, 'bot'), 'id') ?? '';
  if (!botId.startsWith('28:')) throw connectorError(400, 'BadSyntax', 'The bot is missing.');
  // Some services take a directory's id as well; the rosters' own is what is documented for every cloud.
  const memberId = textAt(member, 'id') ?? '';
  if (!memberId.startsWith('29:')) throw connectorError(400, 'BadSyntax', 'The member must be named by its 29: id.');
  const person = context.state.person(memberId);
  if (!person) throw connectorError(404, 'UserNotFound', 'The user was not found.');
  takePlace(person.mri);
  if (context.state.barred.has(person)) throw notOnRoster();
  const chat = personalChatOf(context.state, person);
  if (!chat || !chat.installed) throw notOnRoster();
  if (body.activity === undefined) return { status: 201, body: { id: chat.id } };
  writable(context, chat.id);
  const message = context.state.add({
    id: context.ids.next(),
    conversation: chat,
    from: 'bot',
    at: context.now(),
    activity: acceptable(body.activity),
  });
  return { status: 201, body: { id: chat.id, activityId: message.id } };
}

/**
 * The person's chat with the bot. Whoever is in a team that has the app can be written to, even when
 * they never opened the bot: the chat then comes into being here.
 */
function personalChatOf(state: TeamsState, person: Person): PersonalChat | undefined {
  const existing = state.chats.find((chat) => chat.kind === 'personal' && chat.person === person);
  if (existing?.kind === 'personal') return existing;
  if (person.role !== 'user' || person.tenantId !== state.tenantId) return undefined;
  if (!state.teams.some((team) => team.installed && team.members.includes(person))) return undefined;
  const chat: PersonalChat = { kind: 'personal', id: newPersonalChatId(), person, installed: true, blocked: false };
  state.chats.push(chat);
  return chat;
}
