import { z } from 'zod';
import { queryOptions } from '../odata/options.ts';
import type { SimResponse } from '../server.ts';
import { printTicks, toTicks } from '../tick-clock.ts';
import { newerVersion, resourceNotFound } from './arm-error.ts';
import type { ArmContext } from './context.ts';
import type { Bookmark, ClientInfo, Incident } from './incident.ts';
import { printPage } from './page.ts';
import { readBody } from './read-body.ts';
import { bookmarkOf } from './relations.ts';
import { newIncidentEtag, type SentinelStore } from './sentinel-store.ts';

const ignored = z.unknown().optional();
const dateTime = z
  .string()
  .refine((text) => toTicks(text) !== null, 'not a date and time')
  .optional();

/** A bookmark is a row of the workspace too, where a longer column would be cut off. */
const LONGEST_COLUMN_BYTES = 32 * 1024;
const column = z.string().refine((text) => Buffer.byteLength(text) <= LONGEST_COLUMN_BYTES, 'too long');

const READ_ONLY = ['created', 'updated', 'createdBy', 'updatedBy', 'incidentInfo'];

const BookmarkBody = z.strictObject({
  id: ignored,
  name: ignored,
  type: ignored,
  systemData: ignored,
  etag: z.string().min(1).optional(),
  properties: z.strictObject({
    displayName: column.min(1),
    query: column.min(1),
    queryResult: column.optional(),
    notes: column.optional(),
    labels: z.array(z.string()).optional(),
    eventTime: dateTime,
    queryStartTime: dateTime,
    queryEndTime: dateTime,
    created: ignored,
    updated: ignored,
    createdBy: ignored,
    updatedBy: ignored,
    incidentInfo: ignored,
  }),
});

export function listBookmarks({ request, store, base, scope }: ArmContext): SimResponse {
  const options = queryOptions(request.query, ['$top', '$skipToken']);
  const url = `${base}${scope}/bookmarks`;
  return printPage(store.bookmarks.values(), options, request, url, (bookmark) => print(bookmark, scope));
}

export function getBookmark({ store, scope }: ArmContext, name: string): SimResponse {
  const bookmark = store.bookmarks.get(name.toLowerCase());
  if (bookmark === undefined) throw resourceNotFound(`${scope}/bookmarks/${name}`);
  return { status: 200, body: print(bookmark, scope) };
}

/** Replaces, like the PUT of an incident. */
export function putBookmark({ request, store, caller, scope }: ArmContext, name: string): SimResponse {
  const { etag, properties } = readBody(request, BookmarkBody);
  const present = store.bookmarks.get(name.toLowerCase());
  if (etag !== undefined && etag !== present?.etag) throw newerVersion(name);
  const at = store.clock.next();
  const bookmark: Bookmark = {
    name,
    etag: newIncidentEtag(),
    content: written(properties),
    createdAt: present?.createdAt ?? at,
    modifiedAt: at,
    createdBy: present?.createdBy ?? caller,
    updatedBy: caller,
  };
  store.bookmarks.set(name.toLowerCase(), bookmark);
  return { status: present === undefined ? 201 : 200, body: print(bookmark, scope) };
}

export function deleteBookmark({ store }: ArmContext, name: string): SimResponse {
  return { status: store.bookmarks.delete(name.toLowerCase()) ? 200 : 204 };
}

/** The incident's bookmarks in the form of entities, as `POST /incidents/{name}/bookmarks` lists them. */
export function relatedBookmarks(incident: Incident, store: SentinelStore, scope: string) {
  const bookmarks = [...incident.relations.values()].map((relation) => store.bookmarks.get(bookmarkOf(relation)));
  return bookmarks
    .filter((bookmark) => bookmark !== undefined)
    .map((bookmark) => ({ ...print(bookmark, scope), type: 'Microsoft.SecurityInsights/Entities', kind: 'Bookmark' }));
}

function print(bookmark: Bookmark, scope: string) {
  return {
    id: `${scope}/bookmarks/${bookmark.name}`,
    name: bookmark.name,
    type: 'Microsoft.SecurityInsights/bookmarks',
    etag: bookmark.etag,
    properties: {
      ...bookmark.content,
      created: printTicks(bookmark.createdAt),
      updated: printTicks(bookmark.modifiedAt),
      createdBy: person(bookmark.createdBy),
      updatedBy: person(bookmark.updatedBy),
    },
  };
}

function written(properties: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !READ_ONLY.includes(name)));
}

function person({ objectId, email, name }: ClientInfo) {
  return { objectId, email, name };
}
