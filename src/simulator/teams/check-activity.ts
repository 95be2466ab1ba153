import { checkCard } from './check-card.ts';
import { isObject, objectAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { adaptiveCardType, cardOf } from './message.ts';

/** Teams counts characters as UTF-16, so ASCII text costs twice its UTF-8 size. */
const mostBytes = 100 * 1024;

export interface ActivityFault {
  status: number;
  code: string;
  message: string;
}

/** Why Teams would not take the activity from a bot, or null. */
export function checkActivity(activity: unknown): ActivityFault | null {
  if (!isObject(activity)) return badSyntax('The activity must be a JSON object.');
  if (textAt(activity, 'type') === undefined) return badSyntax('The activity has no type.');
  if (activity.type === 'typing') return null;
  if (activity.type !== 'message') return badSyntax(`Activities of type ${String(activity.type)} cannot be sent.`);
  const bytes = JSON.stringify(activity).length * 2;
  if (bytes > mostBytes) {
    return { status: 413, code: 'MessageSizeTooBig', message: `Message size too large: ${bytes} bytes.` };
  }
  return checkContent(activity) ?? checkMentions(activity);
}

function checkContent(activity: JsonObject): ActivityFault | null {
  const { attachments } = activity;
  if (attachments !== undefined && !Array.isArray(attachments)) return badSyntax('attachments must be an array.');
  if (!textAt(activity, 'text')?.trim() && objectsAt(activity, 'attachments').length === 0) {
    return badSyntax('A message needs a text or an attachment.');
  }
  for (const attachment of objectsAt(activity, 'attachments')) {
    if (textAt(attachment, 'contentType') === undefined) return badSyntax('An attachment has no contentType.');
    if (attachment.contentType !== adaptiveCardType) continue;
    const [first, ...more] = checkCard(attachment.content);
    if (first !== undefined) return badSyntax(`Invalid adaptive card: ${[first, ...more].join('; ')}`);
  }
  return null;
}

/** A mention whose text is not in the message, or that names nobody, is refused by the service. */
function checkMentions(activity: JsonObject): ActivityFault | null {
  const text = textAt(activity, 'text') ?? '';
  const card = cardOf(activity);
  const inCard = card && isObject(card.msteams) ? objectsAt(card.msteams, 'entities') : [];
  const shown = card ? JSON.stringify({ body: card.body, actions: card.actions }) : '';
  for (const [entities, where] of [
    [objectsAt(activity, 'entities'), text],
    [inCard, shown],
  ] as const) {
    for (const entity of entities) {
      if (entity.type !== 'mention') continue;
      if (!textAt(objectAt(entity, 'mentioned'), 'id')) return badSyntax('A mention names nobody.');
      const quoted = JSON.stringify(textAt(entity, 'text') ?? '').slice(1, -1);
      if (quoted === '' || !(where.includes(quoted) || where.includes(textAt(entity, 'text') ?? ''))) {
        return badSyntax(`The text of a mention is not in the message: ${quoted}`);
      }
    }
  }
  return null;
}

const badSyntax = (message: string): ActivityFault => ({ status: 400, code: 'BadSyntax', message });
