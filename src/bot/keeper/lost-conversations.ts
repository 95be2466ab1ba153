import type { ChatRecords } from '../../sync/ports/chat-records.ts';
import type { Trouble } from '../../sync/ports/desk.ts';

/**
 * The bound conversations that take nothing any more (Teams answered 403 or 404, or the app was taken out): whoever
 * relies on one is told nothing there, so admins must know. A channel that is deleted is not bound any more.
 * @param now ISO 8601
 */
export async function lostConversations(
  chat: Pick<ChatRecords, 'bindings' | 'conversation'>,
  now: string,
): Promise<Trouble[]> {
  const bound = await Promise.all(
    (await chat.bindings()).map(({ conversationId }) => chat.conversation(conversationId)),
  );
  return bound
    .filter((one) => one !== null)
    .filter(({ reachable }) => !reachable)
    .map(({ id, name, kind }) => ({
      key: `conversation/${id}`,
      connectionId: null,
      cause: { kind: 'conversation' },
      connection: name ?? (kind === 'channel' ? 'a channel' : 'a group chat'),
      sentence: `Incidents are posted in ${name ?? id}, which cannot be written to any more.`,
      advice: 'Put the app back into it: its cards are brought up to date then. Or bind another one.',
      since: now,
    }));
}
