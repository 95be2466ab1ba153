import type { SimResponse } from '../server.ts';
import { compileFilter } from '../odata/filter.ts';
import { orderBy, queryOptions } from '../odata/options.ts';
import { QueryFault } from '../odata/query-fault.ts';
import { backwards } from '../sorted-views.ts';
import { METADATA, wantsUnknownMembers, type GraphContext } from './context.ts';
import { graphError } from './graph-error.ts';
import { INCIDENT_FIELDS } from './incident-fields.ts';
import type { Incident } from './incident.ts';
import { nextLink, readPage } from './paging.ts';
import { printAlert, printIncident } from './print-incident.ts';

const LARGEST_TOP = 50;
const OPTIONS = ['$filter', '$top', '$skip', '$skiptoken', '$orderby', '$count', '$expand'] as const;
const SORTABLE = ['lastUpdateDateTime', 'createdDateTime'] as const;

/** `GET /security/incidents`: newest first unless ordered, 50 at most. */
export function listIncidents(context: GraphContext): SimResponse {
  const { request, store, behaviour } = context;
  const options = queryOptions(request.query, OPTIONS);
  const { skip, top } = readPage(options, request.query, LARGEST_TOP);
  const matches = options.$filter === undefined ? () => true : compileFilter(options.$filter, INCIDENT_FIELDS);
  const order =
    options.$orderby === undefined
      ? { by: 'createdDateTime' as const, descending: true }
      : orderBy(options.$orderby, SORTABLE);
  const counts = readCount(options.$count);
  const expand = readExpand(options.$expand, behaviour.expandAlertsFails);

  const sorted = store.ascending(order.by === 'createdDateTime' ? 'createdAt' : 'updatedAt');
  const page: Incident[] = [];
  let found = 0;
  for (const incident of order.descending ? backwards(sorted) : sorted) {
    if (!matches(incident)) continue;
    found += 1;
    if (found > skip && page.length < top) page.push(incident);
    // One more than the page shows that there is a next one; only $count has to see them all.
    if (found > skip + top && !counts) break;
  }

  const partial = behaviour.partialLists > 0;
  if (partial) behaviour.partialLists -= 1;
  const shown = partial ? page.filter((_, index) => index % 2 === 0) : page;
  return {
    status: partial ? 206 : 200,
    headers: partial ? { Warning: '199 - "Microsoft/Microsoft 365 Defender/504/10000"' } : {},
    body: {
      '@odata.context': `${METADATA}#security/incidents`,
      ...(counts ? { '@odata.count': found } : {}),
      value: shown.map((incident) => print(incident, context, expand)),
      ...(found > skip + top
        ? { '@odata.nextLink': nextLink(`${context.root}/security/incidents`, request.query, skip + top) }
        : {}),
    },
  };
}

/** `GET /security/incidents/{id}`, alerts on request. */
export function getIncident(context: GraphContext, id: string): SimResponse {
  const options = queryOptions(context.request.query, ['$expand']);
  const expand = readExpand(options.$expand, context.behaviour.expandAlertsFails);
  const body = print(findIncident(context, id), context, expand);
  return { status: 200, body: { '@odata.context': `${METADATA}#security/incidents/$entity`, ...body } };
}

/** 404 in the service's words if there is no such incident. */
export function findIncident({ store }: GraphContext, id: string): Incident {
  const incident = store.get(id);
  if (incident !== undefined) return incident;
  throw graphError(404, 'NotFound', `Incident '${id}' was not found.`);
}

function print(incident: Incident, { request, tenant }: GraphContext, expand: boolean) {
  const body = printIncident(incident, { tenantId: tenant.id, unknownMembers: wantsUnknownMembers(request) });
  return expand ? { ...body, alerts: incident.alerts.map((alert) => printAlert(alert, incident, tenant.id)) } : body;
}

function readCount(text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw new QueryFault(`Invalid value '${text}' for $count query option found.`);
}

function readExpand(text: string | undefined, fails: boolean): boolean {
  if (text === undefined) return false;
  if (text !== 'alerts')
    throw new QueryFault(`Could not find a property named '${text}' on type 'microsoft.graph.security.incident'.`);
  if (fails) throw graphError(500, 'InternalServerError', 'An internal server error has occurred.');
  return true;
}
