import { splitThread } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Message } from '../message.ts';

/** A message as Teams hands it to a bot whose action somebody chose on it: text as HTML, cards as attachments. */
export function messagePayload(message: Message, threadId: string): JsonObject {
  const { from, card } = message;
  const at = new Date(message.postedAt).toISOString();
  const attachment =
    card === undefined ? [] : [{ id: 'card-1', contentType: 'application/vnd.microsoft.card.adaptive' }];
  const isReply = message.rootId !== message.id;
  return {
    id: message.id,
    ...(isReply ? { replyToId: message.rootId } : {}),
    messageType: 'message',
    createdDateTime: at,
    lastModifiedDateTime: null,
    deleted: message.deleted,
    importance: 'normal',
    locale: 'en-GB',
    linkToMessage: `https://teams.microsoft.com/l/message/${encodeURIComponent(splitThread(threadId).base)}/${message.id}`,
    from:
      from === 'bot'
        ? { application: { id: 'bot', displayName: 'Dragoman', applicationIdentityType: 'bot' } }
        : { user: { id: from.objectId ?? from.mri, displayName: from.name, userIdentityType: 'aadUser' } },
    body: {
      contentType: 'html',
      content: `${html(message.text)}${attachment.map(() => '<attachment id="card-1"></attachment>').join('')}`,
    },
    attachments: attachment.map((one) => ({ ...one, content: JSON.stringify(card) })),
    mentions: [],
    reactions: [],
  };
}

function html(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped === '' ? '' : `<div><div>${escaped.replaceAll('\n', '<br>')}</div></div>`;
}
