import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { withoutEscapes } from '../cards/escape.ts';
import { refusalText } from './refusal-codes.ts';
import type { Refusal, RefusalCode } from './refusal-codes.ts';

/** What the bot says to somebody, before it is known by which way: an answer to an invoke, a dialog, a message. */
export type Reply =
  /** `summary` is the card in a line, without markdown. */
  | { kind: 'card'; card: AdaptiveCard; summary: string; code?: RefusalCode }
  /** Done; a sentence is enough. Markdown, escaped. */
  | { kind: 'done'; text: string }
  | { kind: 'refused'; refusal: Refusal }
  /** A form to fill in, or to fill in again. */
  | { kind: 'form'; title: string; card: AdaptiveCard; code?: RefusalCode }
  /** It has been said already. */
  | { kind: 'silent' };

export function refused(refusal: Refusal): Reply {
  return { kind: 'refused', refusal };
}

/** The answer to an `adaptiveCard/action` invoke. Its HTTP status is always 200: the clients take any other for a failure. */
export function toActionResponse(reply: Reply) {
  const message = (value: string, code?: RefusalCode) => ({
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value,
    ...(code === undefined ? {} : { data: { code } }),
  });
  switch (reply.kind) {
    case 'card':
    case 'form': {
      const code = reply.code === undefined ? {} : { data: { code: reply.code } };
      return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: reply.card, ...code };
    }
    case 'done':
      return message(withoutEscapes(reply.text));
    case 'refused':
      return message(withoutEscapes(refusalText(reply.refusal)), reply.refusal.code);
    case 'silent':
      return message('Done.');
    default:
      return reply satisfies never;
  }
}

/** The answer to a `task/fetch` or `task/submit` invoke. */
export function toTaskResponse(reply: Reply) {
  const message = (value: string, code?: RefusalCode) => ({
    task: { type: 'message', value },
    ...(code === undefined ? {} : { data: { code } }),
  });
  switch (reply.kind) {
    case 'form': {
      const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: reply.card };
      const code = reply.code === undefined ? {} : { data: { code: reply.code } };
      return {
        task: { type: 'continue', value: { title: reply.title, height: 'medium', width: 'medium', card } },
        ...code,
      };
    }
    case 'card':
      return message(reply.summary, reply.code);
    case 'done':
      return message(withoutEscapes(reply.text));
    case 'refused':
      return message(withoutEscapes(refusalText(reply.refusal)), reply.refusal.code);
    case 'silent':
      return message('Done.');
    default:
      return reply satisfies never;
  }
}
