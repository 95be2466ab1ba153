import { markdownText } from '../cards/escape.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { AdminPlaces } from './admin-places.ts';

/** Far more than an admin channel has; enough to find one that fails. */
const MOST_LOOKED_AT = 500;

/** What keeps admins from being told of troubles by themselves, in markdown. Empty when nothing does. */
export async function adminNotes(chat: Pick<ChatRecords, 'outdatedNotices'>, admins: AdminPlaces): Promise<string[]> {
  const { channelId } = admins;
  if (!(await admins.isChannelKnown()))
    return [
      'ADMIN\\_CHANNEL cannot be told anything yet: its address in Teams is not known. Say something to me there.',
    ];
  if ((await admins.forTroubles()).length === 0)
    return ['No admin is told of troubles: set ADMIN\\_CHANNEL, or let an admin open a chat with me.'];
  const waiting = await chat.outdatedNotices(MOST_LOOKED_AT);
  const failed = waiting.find(({ conversationId, error }) => conversationId === channelId && error !== null);
  if (failed === undefined) return [];
  return [
    `ADMIN\\_CHANNEL could not be written to (${markdownText(failed.error ?? '', 100)}); it is tried again. Is the app in its team?`,
  ];
}
