import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { queryOptions } from '../odata/options.ts';
import type { SimResponse } from '../server.ts';
import { badRequest, newerVersion, resourceNotFound } from './arm-error.ts';
import { findIncident, type ArmContext } from './context.ts';
import type { Incident, Relation } from './incident.ts';
import { PAGE_OPTIONS, printPage } from './page.ts';
import { readBody } from './read-body.ts';

const MOST_BOOKMARKS = 20;

const ignored = z.unknown().optional();
const RelationBody = z.strictObject({
  id: ignored,
  name: ignored,
  type: ignored,
  systemData: ignored,
  etag: z.string().min(1).optional(),
  properties: z.strictObject({
    relatedResourceId: z.string().min(1),
    relatedResourceName: ignored,
    relatedResourceType: ignored,
    relatedResourceKind: ignored,
  }),
});

export function listRelations(context: ArmContext, incidentName: string): SimResponse {
  const { request, base, scope } = context;
  const incident = findIncident(context, incidentName);
  const options = queryOptions(
    request.query,
    PAGE_OPTIONS.filter((name) => name !== '$filter' && name !== '$orderby'),
  );
  const url = `${base}${scope}/incidents/${incident.name}/relations`;
  return printPage(incident.relations.values(), options, request, url, (relation) => print(relation, incident, scope));
}

export function getRelation(context: ArmContext, incidentName: string, name: string): SimResponse {
  const incident = findIncident(context, incidentName);
  const relation = incident.relations.get(name.toLowerCase());
  if (relation === undefined) throw resourceNotFound(`${context.scope}/incidents/${incident.name}/relations/${name}`);
  return { status: 200, body: print(relation, incident, context.scope) };
}

/** Ties a bookmark of the same workspace to the incident. */
export function putRelation(context: ArmContext, incidentName: string, name: string): SimResponse {
  const { request, store, scope } = context;
  const incident = findIncident(context, incidentName);
  const { etag, properties } = readBody(request, RelationBody);
  const present = incident.relations.get(name.toLowerCase());
  if (etag !== undefined && etag !== present?.etag) throw newerVersion(name);

  const { relatedResourceId } = properties;
  const prefix = `${scope}/bookmarks/`.toLowerCase();
  const bookmark = relatedResourceId.toLowerCase().startsWith(prefix) ? relatedResourceId.slice(prefix.length) : '';
  if (!store.bookmarks.has(bookmark.toLowerCase()))
    throw badRequest(`The related resource '${relatedResourceId}' was not found.`);
  const twin = [...incident.relations.values()].find((relation) => bookmarkOf(relation) === bookmark.toLowerCase());
  if (twin !== undefined && twin !== present)
    throw badRequest(`The bookmark '${bookmark}' is already related to the incident.`);
  if (present === undefined && incident.relations.size >= MOST_BOOKMARKS) {
    throw badRequest(`The incident '${incident.name}' already has the maximum of ${MOST_BOOKMARKS} bookmarks.`);
  }

  const relation = { name, etag: randomUUID(), relatedResourceId };
  incident.relations.set(name.toLowerCase(), relation);
  store.touch(incident);
  return { status: present === undefined ? 201 : 200, body: print(relation, incident, scope) };
}

export function deleteRelation(context: ArmContext, incidentName: string, name: string): SimResponse {
  const incident = findIncident(context, incidentName);
  if (!incident.relations.delete(name.toLowerCase())) return { status: 204 };
  context.store.touch(incident);
  return { status: 200 };
}

/** The related bookmark's name in lower case, as the store keys it. */
export function bookmarkOf(relation: Relation): string {
  return relation.relatedResourceId.split('/').at(-1)?.toLowerCase() ?? '';
}

function print(relation: Relation, incident: Incident, scope: string) {
  return {
    id: `${scope}/incidents/${incident.name}/relations/${relation.name}`,
    name: relation.name,
    type: 'Microsoft.SecurityInsights/incidents/relations',
    etag: relation.etag,
    properties: {
      relatedResourceId: relation.relatedResourceId,
      relatedResourceName: relation.relatedResourceId.split('/').at(-1),
      relatedResourceType: 'Microsoft.SecurityInsights/bookmarks',
    },
  };
}
