import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';

/**
 * Keeps what is known of a conversation up to date; where it is reached may change with any activity. Tells
 * whether it came back.
 */
export async function rememberConversation(chat: ChatRecords, conversation: Conversation): Promise<boolean> {
  const known = await chat.conversation(conversation.id);
  const current = {
    ...conversation,
    name: conversation.name ?? known?.name ?? null,
    teamId: conversation.teamId ?? known?.teamId ?? null,
    personObjectId: conversation.personObjectId ?? known?.personObjectId ?? null,
  };
  const isSame =
    known !== null &&
    known.serviceUrl === current.serviceUrl &&
    known.reachable === current.reachable &&
    known.name === current.name &&
    known.teamId === current.teamId &&
    known.personObjectId === current.personObjectId;
  if (!isSame) await chat.saveConversation(current);
  return current.reachable && known?.reachable === false;
}

/** The app was taken out of (or put back into) a conversation; with a team, all its channels go along. */
export async function setReachable(chat: ChatRecords, conversation: Conversation, reachable: boolean): Promise<void> {
  await rememberConversation(chat, { ...conversation, reachable });
  if (conversation.kind !== 'channel' || conversation.teamId === null) return;
  for (const { conversationId } of await chat.bindings()) {
    const bound = await chat.conversation(conversationId);
    if (bound?.teamId === conversation.teamId) await rememberConversation(chat, { ...bound, reachable });
  }
}
