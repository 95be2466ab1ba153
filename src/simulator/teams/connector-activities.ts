import type { SimResponse } from '../server.ts';
import { checkActivity } from './check-activity.ts';
import {
  activityNotFound,
  connectorError,
  conversationNotFound,
  notOnRoster,
  writesBlocked,
} from './connector-error.ts';
import type { ConnectorContext } from './connector-context.ts';
import { isInstalledIn } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { splitThread } from './ids.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Message } from './message.ts';

/** `POST .../activities[/replyTo]`: a message in a chat, a reply in a channel's thread, or a new thread. */
export function postActivity(context: ConnectorContext, id: string, body: unknown, replyTo?: string): SimResponse {
  const conversation = writable(context, id);
  const activity = acceptable(body);
  const { rootId } = splitThread(id);
  if (rootId !== undefined && !context.state.message(id, rootId)) throw conversationNotFound();
  const answered = replyTo === undefined ? undefined : answeredMessage(context, id, replyTo);
  if (activity.type === 'typing') return { status: 202, body: {} };
  const root = rootId ?? (conversation.kind === 'channel' ? answered?.rootId : undefined);
  const message = context.state.add({
    id: context.ids.next(),
    conversation,
    ...(root === undefined ? {} : { rootId: root }),
    from: 'bot',
    at: context.now(),
    activity,
  });
  return { status: 201, body: { id: message.id } };
}

/** `PUT .../activities/:id`: the bot changes one of its own messages, for everybody and without a notification. */
export function editActivity(context: ConnectorContext, id: string, messageId: string, body: unknown): SimResponse {
  writable(context, id);
  const activity = acceptable(body);
  const message = ownMessage(context, id, messageId);
  if (activity.type !== 'message') throw connectorError(400, 'BadSyntax', 'Only a message can replace a message.');
  context.state.edit(message, activity);
  return { status: 200, body: { id: message.id } };
}

/** `DELETE .../activities/:id` */
export function deleteActivity(context: ConnectorContext, id: string, messageId: string): SimResponse {
  writable(context, id);
  const message = ownMessage(context, id, messageId);
  message.deleted = true;
  context.state.changed();
  return { status: 200, body: {} };
}

/** The conversation when the bot may write there now. */
export function writable(context: ConnectorContext, id: string): Conversation {
  const conversation = context.state.conversation(id);
  if (!conversation) throw conversationNotFound();
  if (!isInstalledIn(conversation)) throw notOnRoster();
  if (conversation.kind === 'personal' && conversation.blocked) throw writesBlocked();
  return conversation;
}

/** The activity when Teams would take it. */
export function acceptable(body: unknown): JsonObject {
  const fault = checkActivity(body);
  if (fault) throw connectorError(fault.status, fault.code, fault.message);
  return isObject(body) ? body : {};
}

function ownMessage(context: ConnectorContext, id: string, messageId: string): Message {
  const message = context.state.message(id, messageId);
  const { rootId } = splitThread(id);
  if (!message || message.deleted || (rootId !== undefined && message.rootId !== rootId)) throw activityNotFound();
  if (message.from !== 'bot') throw connectorError(403, 'Forbidden', 'A bot can change its own messages only.');
  return message;
}

/** An answer to an invoke names the invoke, which is no message; Teams takes that as a plain post. */
function answeredMessage(context: ConnectorContext, id: string, replyTo: string): Message | undefined {
  if (replyTo.startsWith('f:')) return undefined;
  const message = context.state.message(id, replyTo);
  if (!message) throw activityNotFound();
  return message;
}
