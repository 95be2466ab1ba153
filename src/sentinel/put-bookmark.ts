import { RemoteError } from '../sync/ports/remote-error.ts';
import type { Bookmark, BookmarkWrite } from '../sync/ports/side-port.ts';
import type { SentinelClient } from './client.ts';
import { toNewBookmark, toRewrittenBookmark } from './to-bookmark.ts';

/**
 * Makes a bookmark and ties it to an incident: two resources, both under the bookmark's name, so that doing it again
 * after a crash or a lost answer leaves one of each. (`incidentInfo` in a bookmark's body ties nothing:
 * Azure/azure-rest-api-specs#22521.)
 */
export async function makeBookmark(client: SentinelClient, id: string, bookmark: Bookmark): Promise<BookmarkWrite> {
  const made = await client.putBookmark(bookmark.name, toNewBookmark(bookmark));
  try {
    await client.putRelation(id, bookmark.name, made.id);
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'invalid') return { outcome: 'untied', reason: error.message };
    throw error;
  }
  return { outcome: 'written' };
}

/** Renews a bookmark that was made before. People may have written notes on it, so it is read first. */
export async function rewriteBookmark(client: SentinelClient, bookmark: Bookmark): Promise<BookmarkWrite> {
  try {
    const present = await client.bookmark(bookmark.name);
    await client.putBookmark(bookmark.name, toRewrittenBookmark(bookmark, present));
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'notFound') return { outcome: 'gone' };
    throw error;
  }
  return { outcome: 'written' };
}
