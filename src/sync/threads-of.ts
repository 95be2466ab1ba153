import type { ChatRecords } from './ports/chat-records.ts';

/** The conversations that have a thread about the incident in which something can be said, the oldest first. */
export async function threadsOf(
  chat: Pick<ChatRecords, 'bindings' | 'cardsOf' | 'conversation'>,
  incident: number,
): Promise<string[]> {
  const bound = new Set((await chat.bindings()).map(({ conversationId }) => conversationId));
  const roots = (await chat.cardsOf(incident)).filter(
    ({ kind, activityId, conversationId }) => kind === 'root' && activityId !== null && bound.has(conversationId),
  );
  const places = await Promise.all(roots.map(({ conversationId }) => chat.conversation(conversationId)));
  return places.flatMap((place) => (place?.reachable === true ? [place.id] : []));
}
