import type { Comment, Incident } from '../graph/incident.ts';
import { printTicks } from '../tick-clock.ts';
import type { LegacyContext } from './context.ts';
import { printAlert } from './print-alert.ts';
import { printClassification, printDetermination, printSeverity, printStatus } from './vocabulary.ts';

/** An incident as this API serves it, with all its alerts: they cannot be left out. */
export function printIncident(
  incident: Incident,
  { tenantId, behaviour }: Pick<LegacyContext, 'tenantId' | 'behaviour'>,
) {
  return {
    incidentId: Number(incident.id),
    incidentUri: `https://security.microsoft.com/incidents/${incident.id}?tid=${tenantId}`,
    redirectIncidentId: incident.redirectIncidentId === null ? null : Number(incident.redirectIncidentId),
    incidentName: incident.displayName,
    createdTime: printTicks(incident.createdAt),
    lastUpdateTime: printTicks(incident.updatedAt),
    assignedTo: incident.assignedTo,
    classification: printClassification(incident.classification),
    determination: printDetermination(incident.determination, behaviour),
    status: printStatus(incident.status),
    severity: printSeverity(incident.severity),
    tags: [...incident.customTags],
    comments: incident.comments.map(printComment),
    alerts: incident.alerts.map((alert) => printAlert(alert, incident)),
  };
}

function printComment(comment: Comment) {
  return {
    comment: comment.comment,
    createdBy: comment.createdByDisplayName,
    createdTime: printTicks(comment.createdAt),
  };
}
