import type { SimResponse } from '../server.ts';
import { compileFilter } from '../odata/filter.ts';
import { queryOptions } from '../odata/options.ts';
import { METADATA, type GraphContext } from './context.ts';
import { graphError } from './graph-error.ts';
import { ALERT_FIELDS, type PlacedAlert } from './incident-fields.ts';
import { nextLink, readPage } from './paging.ts';
import { printAlert } from './print-incident.ts';

const LARGEST_TOP = 100;

/** `GET /security/alerts_v2`, of use with `$filter=incidentId eq '...'`. */
export function listAlerts({ request, store, tenant, root }: GraphContext): SimResponse {
  const options = queryOptions(request.query, ['$filter', '$top', '$skip', '$skiptoken']);
  const { skip, top } = readPage(options, request.query, LARGEST_TOP);
  const matches = options.$filter === undefined ? () => true : compileFilter(options.$filter, ALERT_FIELDS);
  const placed: PlacedAlert[] = [];
  for (const incident of store.ascending('createdAt')) {
    for (const alert of incident.alerts) if (matches({ alert, incident })) placed.push({ alert, incident });
  }
  return {
    status: 200,
    body: {
      '@odata.context': `${METADATA}#security/alerts_v2`,
      value: placed.slice(skip, skip + top).map(({ alert, incident }) => printAlert(alert, incident, tenant.id)),
      ...(placed.length > skip + top
        ? { '@odata.nextLink': nextLink(`${root}/security/alerts_v2`, request.query, skip + top) }
        : {}),
    },
  };
}

/** `GET /security/alerts_v2/{id}` */
export function getAlert({ request, store, tenant }: GraphContext, id: string): SimResponse {
  queryOptions(request.query, []);
  const incident = store.incidentOfAlert(id);
  const alert = incident?.alerts.find((candidate) => candidate.id === id);
  if (incident === undefined || alert === undefined) throw graphError(404, 'NotFound', `Alert '${id}' was not found.`);
  return {
    status: 200,
    body: { '@odata.context': `${METADATA}#security/alerts_v2/$entity`, ...printAlert(alert, incident, tenant.id) },
  };
}
