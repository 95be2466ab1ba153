import type { Field } from '../odata/compare.ts';
import type { Alert, Incident } from './incident.ts';
import { CLASSIFICATIONS, DETERMINATIONS, SEVERITIES, STATUSES } from './vocabulary.ts';

/** What the list of incidents documents `$filter` for. */
export const INCIDENT_FIELDS: Readonly<Record<string, Field<Incident>>> = {
  assignedTo: { type: 'string', read: (incident) => incident.assignedTo },
  classification: { type: 'enum', values: CLASSIFICATIONS, read: (incident) => incident.classification },
  createdDateTime: { type: 'dateTime', read: (incident) => incident.createdAt },
  determination: { type: 'enum', values: DETERMINATIONS, read: (incident) => incident.determination },
  lastUpdateDateTime: { type: 'dateTime', read: (incident) => incident.updatedAt },
  severity: { type: 'enum', values: SEVERITIES, read: (incident) => incident.severity },
  status: { type: 'enum', values: STATUSES, read: (incident) => incident.status },
};

export interface PlacedAlert {
  alert: Alert;
  incident: Incident;
}

/** Likewise for alerts; `incidentId` is not documented, but served. */
export const ALERT_FIELDS: Readonly<Record<string, Field<PlacedAlert>>> = {
  incidentId: { type: 'string', read: ({ incident }) => incident.id },
  createdDateTime: { type: 'dateTime', read: ({ alert }) => alert.createdAt },
  lastUpdateDateTime: { type: 'dateTime', read: ({ alert }) => alert.updatedAt },
  severity: { type: 'enum', values: SEVERITIES, read: ({ alert }) => alert.severity },
  status: { type: 'enum', values: ['unknown', 'new', 'inProgress', 'resolved'], read: ({ alert }) => alert.status },
};
