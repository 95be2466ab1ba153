import type { SimResponse } from '../server.ts';
import type { Field } from '../odata/compare.ts';
import { compileFilter } from '../odata/filter.ts';
import { orderBy, queryOptions } from '../odata/options.ts';
import { backwards } from '../sorted-views.ts';
import { findIncident, type ArmContext } from './context.ts';
import type { Incident } from './incident.ts';
import { PAGE_OPTIONS, printPage } from './page.ts';
import { printIncident } from './print-incident.ts';

const FIELDS: Readonly<Record<string, Field<Incident>>> = {
  'properties/createdTimeUtc': { type: 'dateTime', read: (incident) => incident.createdAt },
  'properties/lastModifiedTimeUtc': { type: 'dateTime', read: (incident) => incident.modifiedAt },
  'properties/incidentNumber': { type: 'number', read: (incident) => incident.number },
  'properties/title': { type: 'string', read: (incident) => incident.title },
  'properties/severity': {
    type: 'enum',
    values: ['High', 'Medium', 'Low', 'Informational'],
    read: (incident) => incident.severity,
  },
  'properties/status': { type: 'enum', values: ['New', 'Active', 'Closed'], read: (incident) => incident.status },
};

const SORTABLE = ['properties/createdTimeUtc', 'properties/lastModifiedTimeUtc', 'properties/incidentNumber'] as const;
const VIEWS = {
  'properties/createdTimeUtc': 'createdAt',
  'properties/lastModifiedTimeUtc': 'modifiedAt',
  'properties/incidentNumber': 'number',
} as const;

/** `GET /incidents`: newest first unless ordered, 50 a page unless `$top` says more. */
export function listIncidents({ request, store, scope, base }: ArmContext): SimResponse {
  const options = queryOptions(request.query, PAGE_OPTIONS);
  const matches = options.$filter === undefined ? () => true : compileFilter(options.$filter, FIELDS);
  const order = options.$orderby === undefined ? null : orderBy(options.$orderby, SORTABLE);
  const sorted = store.ascending(VIEWS[order?.by ?? 'properties/createdTimeUtc']);
  const walk = (order?.descending ?? true) ? backwards(sorted) : sorted;
  return printPage(filter(walk, matches), options, request, `${base}${scope}/incidents`, (incident) =>
    printIncident(incident, scope),
  );
}

export function getIncident(context: ArmContext, name: string): SimResponse {
  queryOptions(context.request.query, []);
  return { status: 200, body: printIncident(findIncident(context, name), context.scope) };
}

/** 200 if it was there, 204 if not. */
export function deleteIncident({ store }: ArmContext, name: string): SimResponse {
  return { status: store.delete(name) ? 200 : 204 };
}

function* filter<T>(items: Iterable<T>, matches: (item: T) => boolean): Generator<T> {
  for (const item of items) if (matches(item)) yield item;
}
