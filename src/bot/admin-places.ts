import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';
import { findChannel } from './find-channel.ts';
import type { FindChannelOptions } from './find-channel.ts';
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

export interface AdminPlacesOptions extends FindChannelOptions {
  chat: FindChannelOptions['chat'] & Pick<ChatRecords, 'personalChats'>;
  adminChannel: string | null;
  /** Entra object ids, lower case. */
  adminIds: readonly string[];
}

/** Finds the places anew each time: people install the app, and channels are heard of, while Dragoman runs. */
export function createAdminPlaces(options: AdminPlacesOptions): AdminPlaces {
  const { chat, adminIds } = options;
  const channelId = options.adminChannel === null ? null : rootConversationId(options.adminChannel);

  async function channel(): Promise<Conversation | null> {
    return channelId === null ? null : findChannel(options, channelId);
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
