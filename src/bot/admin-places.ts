import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';
import { rootConversationId } from './turn.ts';

/** Where admins are told what they must know without asking. */
export interface AdminPlaces {
  /** `ADMIN_CHANNEL`, without `;messageid=`; null when it is not set. */
  readonly channelId: string | null;
  /** The admin channel, and every one-to-one chat that an admin by configuration has with the bot. */
  forTroubles(): Promise<Conversation[]>;
  /** The admin channel; without one, those chats. */
  forReports(): Promise<Conversation[]>;
  /** Whether there is an address for the admin channel. True where none is set. */
  isChannelKnown(): Promise<boolean>;
}

export interface AdminPlacesOptions {
  chat: Pick<ChatRecords, 'conversation' | 'saveConversation' | 'personalChats' | 'serviceUrlOf'>;
  adminChannel: string | null;
  /** Entra object ids, lower case. */
  adminIds: readonly string[];
  /** The tenant the admin channel is in, lower case. */
  tenantId: string;
  /** Where a cloud's Teams is reached when nobody said anything yet; null where that is not known. */
  defaultServiceUrl: string | null;
}

/** Finds the places anew each time: people install the app, and channels are heard of, while Dragoman runs. */
export function createAdminPlaces(options: AdminPlacesOptions): AdminPlaces {
  const { chat, adminIds, tenantId, defaultServiceUrl } = options;
  const channelId = options.adminChannel === null ? null : rootConversationId(options.adminChannel);

  /**
   * A channel that never said anything is reached where its tenant's others are, or at the address Microsoft
   * publishes for the cloud; an activity from it tells better.
   */
  async function channel(): Promise<Conversation | null> {
    if (channelId === null) return null;
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

  return {
    channelId,
    async forTroubles() {
      const own = await channel();
      const chats = await chat.personalChats(adminIds);
      return own === null ? chats : [own, ...chats];
    },
    async forReports() {
      const own = await channel();
      return own === null ? chat.personalChats(adminIds) : [own];
    },
    async isChannelKnown() {
      return channelId === null || (await channel()) !== null;
    },
  };
}
