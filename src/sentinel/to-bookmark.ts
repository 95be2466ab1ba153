import type { Bookmark } from '../sync/ports/side-port.ts';
import type { WireBookmark } from './wire-schema.ts';

/** The body of PUT bookmarks/{name} (swagger `BookmarkProperties`). */
export interface BookmarkPut {
  etag?: string;
  properties: Record<string, unknown>;
}

/** What people may have made of a bookmark, and what of it we did not write. A PUT clears what it leaves out. */
const THEIRS = ['notes', 'labels', 'queryStartTime', 'queryEndTime'] as const;

/** A bookmark that is not there yet. */
export function toNewBookmark(bookmark: Bookmark): BookmarkPut {
  return { properties: { notes: bookmark.notes, labels: bookmark.labels, ...ours(bookmark) } };
}

/** A bookmark that is there, with our part of it renewed and the rest as it is, under its etag. */
export function toRewrittenBookmark(bookmark: Bookmark, { etag, properties }: WireBookmark): BookmarkPut {
  const kept = THEIRS.filter((name) => properties[name] !== undefined && properties[name] !== null);
  return {
    ...(etag === undefined ? {} : { etag }),
    properties: { ...Object.fromEntries(kept.map((name) => [name, properties[name]])), ...ours(bookmark) },
  };
}

function ours({ displayName, query, queryResult, eventAt }: Bookmark): Record<string, unknown> {
  return { displayName, query, queryResult, ...(eventAt === null ? {} : { eventTime: eventAt }) };
}
