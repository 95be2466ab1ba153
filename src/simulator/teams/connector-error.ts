import { HttpError } from '../http-error.ts';

/** An error in the connector's own envelope. */
export const connectorError = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): HttpError => new HttpError(status, connectorErrorBody(code, message), headers);

export const connectorErrorBody = (code: string, message: string) => ({ error: { code, message } });

export const conversationNotFound = () => connectorError(404, 'ConversationNotFound', 'Conversation not found.');

export const activityNotFound = () =>
  connectorError(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.');

export const notOnRoster = () =>
  connectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');

export const writesBlocked = () =>
  connectorError(403, 'MessageWritesBlocked', 'The thread is blocked from message writes: the user blocked the bot.');
