import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Field } from '../odata/compare.ts';
import { compileFilter } from '../odata/filter.ts';
import { orderBy, queryOptions } from '../odata/options.ts';
import type { SimResponse } from '../server.ts';
import { printTicks } from '../tick-clock.ts';
import { armError, badRequest, newerVersion, resourceNotFound } from './arm-error.ts';
import { findIncident, type ArmContext } from './context.ts';
import type { ClientInfo, Comment, Incident } from './incident.ts';
import { PAGE_OPTIONS, printPage } from './page.ts';
import { readBody } from './read-body.ts';
import type { SentinelStore } from './sentinel-store.ts';

const LONGEST_MESSAGE = 30_000;
const MOST_COMMENTS = 100;

const ignored = z.unknown().optional();
const CommentBody = z.strictObject({
  id: ignored,
  name: ignored,
  type: ignored,
  systemData: ignored,
  etag: z.string().min(1).optional(),
  properties: z.strictObject({
    message: z.string().min(1).max(LONGEST_MESSAGE),
    createdTimeUtc: ignored,
    lastModifiedTimeUtc: ignored,
    author: ignored,
  }),
});

const FIELDS: Readonly<Record<string, Field<Comment>>> = {
  'properties/createdTimeUtc': { type: 'dateTime', read: (comment) => comment.createdAt },
  'properties/lastModifiedTimeUtc': { type: 'dateTime', read: (comment) => comment.modifiedAt },
};

/** `GET /incidents/{name}/comments`: newest first unless ordered; 50 a page, so 100 take two. */
export function listComments(context: ArmContext, incidentName: string): SimResponse {
  const { request, base, scope } = context;
  const incident = findIncident(context, incidentName);
  const options = queryOptions(request.query, PAGE_OPTIONS);
  const matches = options.$filter === undefined ? () => true : compileFilter(options.$filter, FIELDS);
  const order = options.$orderby === undefined ? null : orderBy(options.$orderby, ['properties/createdTimeUtc']);
  const comments = [...incident.comments.values()].filter(matches);
  if (order?.descending ?? true) comments.reverse();
  const url = `${base}${scope}/incidents/${incident.name}/comments`;
  return printPage(comments, options, request, url, (comment) => printComment(comment, incident, scope));
}

export function getComment(context: ArmContext, incidentName: string, name: string): SimResponse {
  const incident = findIncident(context, incidentName);
  const comment = incident.comments.get(name.toLowerCase());
  if (comment === undefined) throw resourceNotFound(`${context.scope}/incidents/${incident.name}/comments/${name}`);
  return { status: 200, body: printComment(comment, incident, context.scope) };
}

/** Creates (201), or edits one's own (200): the same name twice is one comment. */
export function putComment(context: ArmContext, incidentName: string, name: string): SimResponse {
  const { request, store, caller, scope } = context;
  const incident = findIncident(context, incidentName);
  const { etag, properties } = readBody(request, CommentBody);
  const present = incident.comments.get(name.toLowerCase());
  if (etag !== undefined && etag !== present?.etag) throw newerVersion(name);
  const comment =
    present === undefined
      ? writeComment(store, incident, name, properties.message, caller)
      : editComment(store, incident, present, properties.message, caller);
  return { status: present === undefined ? 201 : 200, body: printComment(comment, incident, scope) };
}

export function deleteComment(context: ArmContext, incidentName: string, name: string): SimResponse {
  const incident = findIncident(context, incidentName);
  if (!incident.comments.delete(name.toLowerCase())) return { status: 204 };
  context.store.touch(incident);
  return { status: 200 };
}

/** Whether the incident has as many comments as it can take. */
export function isFull(incident: Incident): boolean {
  return incident.comments.size >= MOST_COMMENTS;
}

export function writeComment(
  store: SentinelStore,
  incident: Incident,
  name: string,
  message: string,
  author: ClientInfo,
): Comment {
  if (isFull(incident)) {
    throw badRequest(`The incident '${incident.name}' already has the maximum of ${MOST_COMMENTS} comments.`);
  }
  const createdAt = store.clock.next();
  const comment = { name, etag: randomUUID(), message, createdAt, modifiedAt: createdAt, author };
  incident.comments.set(name.toLowerCase(), comment);
  store.touch(incident);
  return comment;
}

/** Only the author may; the documentation says so of people, and an app is held to it as well. */
export function editComment(
  store: SentinelStore,
  incident: Incident,
  comment: Comment,
  message: string,
  by: ClientInfo,
): Comment {
  if (comment.author.objectId !== by.objectId) {
    throw armError(403, 'Forbidden', `Only the author of comment '${comment.name}' can edit it.`);
  }
  comment.message = message;
  comment.modifiedAt = store.clock.next();
  comment.etag = randomUUID();
  store.touch(incident);
  return comment;
}

/** A comment as ARM serves it; unlike an incident's, its etag has no quotes. */
export function printComment(comment: Comment, incident: Incident, scope: string) {
  return {
    id: `${scope}/incidents/${incident.name}/comments/${comment.name}`,
    name: comment.name,
    type: 'Microsoft.SecurityInsights/incidents/comments',
    etag: comment.etag,
    properties: {
      message: comment.message,
      createdTimeUtc: printTicks(comment.createdAt),
      lastModifiedTimeUtc: printTicks(comment.modifiedAt),
      author: { ...comment.author },
    },
  };
}
