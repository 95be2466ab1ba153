import type { Incident } from '../../incident/incident.ts';
import { toIncident as fromGraph } from '../to-incident.ts';
import type { WireIncident } from './wire-schema.ts';

/**
 * An incident of the older API in Dragoman's words. The two APIs show one Defender under different names, so it
 * is put into Graph's names and read as Graph's: values, aliases and what an unknown one counts as are the same.
 * This API tells neither the description, nor the closing note, nor who changed an incident last.
 */
export function toIncident(wire: WireIncident): Incident {
  return fromGraph({
    id: wire.incidentId,
    displayName: wire.incidentName,
    description: null,
    severity: wire.severity,
    status: wire.status,
    classification: wire.classification,
    determination: wire.determination,
    resolvingComment: null,
    assignedTo: wire.assignedTo,
    customTags: wire.tags,
    comments: wire.comments,
    redirectIncidentId: wire.redirectIncidentId,
    createdDateTime: wire.createdTime,
    lastUpdateDateTime: wire.lastUpdateTime,
    lastModifiedBy: null,
    incidentWebUrl: wire.incidentUri,
  });
}
