import type { SimResponse } from '../server.ts';
import { relatedBookmarks } from './bookmarks.ts';
import { findIncident, type ArmContext } from './context.ts';
import { badRequest } from './arm-error.ts';

/** `POST /incidents/{name}/alerts`, `/bookmarks` and `/entities`: empty body in, all of them out. */
export function listRelated(
  context: ArmContext,
  incidentName: string,
  kind: 'alerts' | 'bookmarks' | 'entities',
): SimResponse {
  const { scope, store, request } = context;
  if (request.bodyText.trim() !== '' && request.bodyText.trim() !== '{}')
    throw badRequest('The request takes no body.');
  const incident = findIncident(context, incidentName);
  switch (kind) {
    case 'alerts':
      return {
        status: 200,
        body: { value: incident.alerts.map((alert) => entity(scope, alert.systemAlertId, 'SecurityAlert', alert)) },
      };
    case 'bookmarks':
      return { status: 200, body: { value: relatedBookmarks(incident, store, scope) } };
    case 'entities': {
      const counts = new Map<string, number>();
      for (const { kind: entityKind } of incident.entities) counts.set(entityKind, (counts.get(entityKind) ?? 0) + 1);
      return {
        status: 200,
        body: {
          entities: incident.entities.map((item) => entity(scope, item.name, item.kind, item.properties)),
          metaData: [...counts].map(([entityKind, count]) => ({ entityKind, count })),
        },
      };
    }
  }
}

function entity(scope: string, name: string, kind: string, properties: object) {
  return { id: `${scope}/Entities/${name}`, name, type: 'Microsoft.SecurityInsights/Entities', kind, properties };
}
