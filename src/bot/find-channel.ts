import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';

export interface FindChannelOptions {
  chat: Pick<ChatRecords, 'conversation' | 'saveConversation' | 'serviceUrlOf'>;
  /** The tenant the channel is in, lower case. */
  tenantId: string;
  /** Where a cloud's Teams is reached when nobody said anything yet; null where that is not known. */
  defaultServiceUrl: string | null;
}

/**
 * A channel or group chat that the configuration names, without `;messageid=`. One that never said anything is reached
 * where its tenant's others are, or at the address Microsoft publishes for the cloud; an activity from it tells better.
 * Null where there is no address.
 */
export async function findChannel(
  { chat, tenantId, defaultServiceUrl }: FindChannelOptions,
  channelId: string,
): Promise<Conversation | null> {
  const known = await chat.conversation(channelId);
  if (known !== null && (known.teamId !== null || known.name !== null)) return known;
  const serviceUrl = (await chat.serviceUrlOf(tenantId, channelId)) ?? known?.serviceUrl ?? defaultServiceUrl;
  if (serviceUrl === null) return null;
  const assumed: Conversation = {
    id: channelId,
    kind: channelId.endsWith('@thread.v2') ? 'groupChat' : 'channel',
    tenantId,
    serviceUrl,
    teamId: null,
    name: null,
    personObjectId: null,
    reachable: true,
  };
  if (known?.serviceUrl !== serviceUrl) await chat.saveConversation(assumed);
  return assumed;
}
