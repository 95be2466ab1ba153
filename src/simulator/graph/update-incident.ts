import type { SimResponse } from '../server.ts';
import { METADATA, wantsUnknownMembers, type GraphContext } from './context.ts';
import { badRequest } from './graph-error.ts';
import { applyChanges, readChanges, refuseMerged } from './incident-changes.ts';
import { findIncident } from './list-incidents.ts';
import { printComment, printIncident } from './print-incident.ts';
import { readBody } from './read-body.ts';

const LONGEST_COMMENT = 30_000;
const COMMENT_TYPES = ['microsoft.graph.security.alertComment', '#microsoft.graph.security.alertComment'];

/** `PATCH /security/incidents/{id}`: no etag, the last write wins. 200 with the whole incident. */
export function updateIncident(context: GraphContext, id: string): SimResponse {
  const { request, tenant, store, behaviour, token } = context;
  const incident = findIncident(context, id);
  const changes = readChanges(readBody(request), behaviour.patchRefuses);
  refuseMerged(incident);
  applyChanges(incident, changes);
  store.touch(incident, token.displayName);
  const body = printIncident(incident, { tenantId: tenant.id, unknownMembers: wantsUnknownMembers(request) });
  return { status: 200, body: { '@odata.context': `${METADATA}#security/incidents/$entity`, ...body } };
}

/** `POST /security/incidents/{id}/comments`: appends one, answers 200 with all of them. */
export function addComment(context: GraphContext, id: string): SimResponse {
  const { request, store, token } = context;
  const incident = findIncident(context, id);
  const { '@odata.type': type, comment, ...unknown } = readBody(request);
  if (typeof type !== 'string' || !COMMENT_TYPES.includes(type)) {
    throw badRequest("The property '@odata.type' must be 'microsoft.graph.security.alertComment'.");
  }
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    throw badRequest(`The property '${stranger}' does not exist on type 'microsoft.graph.security.alertComment'.`);
  }
  if (typeof comment !== 'string' || comment.trim() === '' || comment.length > LONGEST_COMMENT) {
    throw badRequest("Invalid value specified for property 'comment' of resource 'alertComment'.");
  }
  refuseMerged(incident);
  incident.comments.push({ comment, createdByDisplayName: token.displayName, createdAt: store.clock.next() });
  store.touch(incident, token.displayName);
  return {
    status: 200,
    body: {
      '@odata.context': `${METADATA}#security/incidents('${incident.id}')/comments`,
      value: incident.comments.map(printComment),
    },
  };
}
