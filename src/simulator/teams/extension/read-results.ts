import { checkCard } from '../check-card.ts';
import type { BotAnswer } from '../inbound.ts';
import type { JsonObject } from '../json.ts';
import { isObject, objectAt, objectsAt, textAt } from '../json.ts';
import { adaptiveCardType } from '../message.ts';

/** One line of the list, and the card behind it. */
export interface Result {
  title: string;
  text: string;
  card: JsonObject;
}

/** What the person sees of the bot's answer to a search or a pasted link. */
export type FoundOutcome =
  { kind: 'results'; results: Result[] } | { kind: 'message'; text: string } | { kind: 'error'; text: string };

export interface Found extends BotAnswer {
  outcome: FoundOutcome;
}

const mostResults = 25;
const previewTypes = ['application/vnd.microsoft.card.thumbnail', 'application/vnd.microsoft.card.hero'];

/** Reads the answer as the client does. `newest` is the minor version of the newest card it draws there. */
export function readResults(answer: BotAnswer, newest: number): Found {
  return { ...answer, outcome: outcomeOf(answer, newest) };
}

function outcomeOf({ status, body }: BotAnswer, newest: number): FoundOutcome {
  if (status !== 200 || !isObject(body)) return error('Unable to reach app. Please try again.');
  const said = objectAt(body, 'composeExtension');
  if (said.type === 'message') return { kind: 'message', text: textAt(said, 'text') ?? '' };
  if (said.type !== 'result') return error(`an answer of type ${JSON.stringify(said.type)} cannot be shown`);
  if (said.attachmentLayout !== 'list' && said.attachmentLayout !== 'grid') return error('the answer has no layout');
  if (!Array.isArray(said.attachments)) return error('the answer has no attachments');
  const attachments = objectsAt(said, 'attachments');
  if (attachments.length > mostResults) return error(`${attachments.length} results are more than ${mostResults}`);
  const faults = attachments.flatMap((one) => faultsOf(one, newest));
  if (faults.length > 0) return error(faults.join('; '));
  return { kind: 'results', results: attachments.map(toResult) };
}

function faultsOf(attachment: JsonObject, newest: number): string[] {
  const { contentType, content } = attachment;
  if (contentType !== adaptiveCardType) return [`a result is no adaptive card but ${String(contentType)}`];
  const preview = objectAt(attachment, 'preview');
  const hasPreview = previewTypes.includes(textAt(preview, 'contentType') ?? '');
  if (!hasPreview || !textAt(objectAt(preview, 'content'), 'title')) return ['a result has no preview with a title'];
  const minor = Number(/^1\.(\d)$/.exec(isObject(content) ? String(content.version) : '')?.[1] ?? 9);
  if (minor > newest) return [`cards here are drawn up to version 1.${newest}`];
  return checkCard(content);
}

function toResult(attachment: JsonObject): Result {
  const preview = objectAt(objectAt(attachment, 'preview'), 'content');
  return {
    title: textAt(preview, 'title') ?? '',
    text: textAt(preview, 'text') ?? '',
    card: objectAt(attachment, 'content'),
  };
}

const error = (text: string): FoundOutcome => ({ kind: 'error', text });
