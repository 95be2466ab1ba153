import { createHash } from 'node:crypto';
import type { Incident } from '../graph/incident.ts';
import type { Field } from '../odata/compare.ts';
import { compileFilter } from '../odata/filter.ts';
import { queryOptions, wholeNumber } from '../odata/options.ts';
import { QueryFault } from '../odata/query-fault.ts';
import type { SimResponse } from '../server.ts';
import { backwards } from '../sorted-views.ts';
import { METADATA, type LegacyContext } from './context.ts';
import { legacyError } from './legacy-error.ts';
import { printIncident } from './print-incident.ts';
import { printStatus, STATUSES } from './vocabulary.ts';

const LARGEST_TOP = 100;

/** What the list documents `$filter` for: severity is not among it. */
const FIELDS: Readonly<Record<string, Field<Incident>>> = {
  lastUpdateTime: { type: 'dateTime', read: (incident) => incident.updatedAt },
  createdTime: { type: 'dateTime', read: (incident) => incident.createdAt },
  status: { type: 'enum', values: Object.values(STATUSES), read: (incident) => printStatus(incident.status) },
  assignedTo: { type: 'string', read: (incident) => incident.assignedTo },
};

/** `GET /api/incidents`: 100 at most, no ordering, and no link to the next page. */
export function listIncidents(context: LegacyContext): SimResponse {
  const { request, behaviour } = context;
  const options = queryOptions(request.query, ['$filter', '$top', '$skip']);
  const top = options.$top === undefined ? LARGEST_TOP : wholeNumber('$top', options.$top, 1);
  const skip = options.$skip === undefined ? 0 : wholeNumber('$skip', options.$skip, 0);
  if (top > LARGEST_TOP) {
    throw new QueryFault(`The limit of '${LARGEST_TOP}' for Top query has been exceeded: '${top}'.`);
  }
  const matches = options.$filter === undefined ? () => true : compileFilter(options.$filter, FIELDS);

  const page: Incident[] = [];
  let found = 0;
  for (const incident of inOrder(context)) {
    if (!matches(incident)) continue;
    found += 1;
    if (found > skip) page.push(incident);
    if (page.length === top) break;
  }
  const partial = behaviour.partialLists > 0;
  if (partial) behaviour.partialLists -= 1;
  const shown = partial ? page.filter((_, index) => index % 2 === 0) : page;
  return {
    status: partial ? 206 : 200,
    body: { '@odata.context': METADATA, value: shown.map((incident) => printIncident(incident, context)) },
  };
}

/** `GET /api/incidents/{id}` */
export function getIncident(context: LegacyContext, id: string): SimResponse {
  queryOptions(context.request.query, []);
  const incident = findIncident(context, id);
  return { status: 200, body: { '@odata.context': `${METADATA}/$entity`, ...printIncident(incident, context) } };
}

/** 404 if there is no such incident, 400 for what cannot be an id. */
export function findIncident({ store }: LegacyContext, id: string): Incident {
  if (!/^\d{1,19}$/.test(id)) throw legacyError(400, 'InvalidInput', `Invalid input '${id}'.`);
  const incident = store.get(id);
  if (incident !== undefined) return incident;
  throw legacyError(404, 'ResourceNotFound', `Incident ${id} was not found`);
}

function inOrder({ store, behaviour, request }: LegacyContext): Iterable<Incident> {
  if (behaviour.listOrder !== 'none') {
    return backwards(store.ascending(behaviour.listOrder === 'created' ? 'createdAt' : 'updatedAt'));
  }
  // Another order for each query, and the same one when it is repeated.
  const rank = (incident: Incident) =>
    createHash('sha1').update(`${incident.id} ${request.query.toString()}`).digest('hex');
  const ranked = store.ascending('createdAt').map((incident) => [rank(incident), incident] as const);
  return ranked.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, incident]) => incident);
}
