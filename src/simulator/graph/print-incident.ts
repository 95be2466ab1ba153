import { printTicks } from '../tick-clock.ts';
import type { Alert, Comment, Incident } from './incident.ts';

export interface PrintOptions {
  tenantId: string;
  /** The caller sent `Prefer: include-unknown-enum-members`. */
  unknownMembers: boolean;
}

/** An incident as Graph serves it, members in the order seen on the wire. */
export function printIncident(incident: Incident, { tenantId, unknownMembers }: PrintOptions) {
  const hidden = incident.status === 'awaitingAction' && !unknownMembers;
  return {
    id: incident.id,
    tenantId,
    status: hidden ? 'unknownFutureValue' : incident.status,
    incidentWebUrl: incidentUrl(incident.id, tenantId),
    redirectIncidentId: incident.redirectIncidentId,
    displayName: incident.displayName,
    createdDateTime: printTicks(incident.createdAt),
    lastUpdateDateTime: printTicks(incident.updatedAt),
    assignedTo: incident.assignedTo,
    classification: incident.classification,
    determination: incident.determination,
    severity: incident.severity,
    customTags: [...incident.customTags],
    systemTags: [...incident.systemTags],
    description: incident.description,
    lastModifiedBy: incident.lastModifiedBy,
    resolvingComment: incident.resolvingComment,
    summary: incident.summary,
    priorityScore: incident.priorityScore,
    comments: incident.comments.map(printComment),
  };
}

/** The wire form of an incident, without expanded alerts. */
export type IncidentJson = ReturnType<typeof printIncident>;

export function printComment(comment: Comment) {
  return {
    comment: comment.comment,
    createdByDisplayName: comment.createdByDisplayName,
    createdDateTime: printTicks(comment.createdAt),
  };
}

export function printAlert(alert: Alert, incident: Incident, tenantId: string) {
  return {
    id: alert.id,
    providerAlertId: alert.id,
    incidentId: incident.id,
    status: alert.status,
    severity: alert.severity,
    classification: incident.classification,
    determination: incident.determination,
    serviceSource: alert.serviceSource,
    detectionSource: alert.detectionSource,
    productName: alert.productName,
    detectorId: null,
    tenantId,
    title: alert.title,
    description: alert.description,
    recommendedActions: null,
    category: alert.category,
    assignedTo: incident.assignedTo,
    alertWebUrl: `https://security.microsoft.com/alerts/${alert.id}?tid=${tenantId}`,
    incidentWebUrl: incidentUrl(incident.id, tenantId),
    actorDisplayName: null,
    threatDisplayName: null,
    threatFamilyName: null,
    mitreTechniques: [...alert.mitreTechniques],
    createdDateTime: printTicks(alert.createdAt),
    lastUpdateDateTime: printTicks(alert.updatedAt),
    resolvedDateTime: null,
    firstActivityDateTime: printTicks(alert.createdAt),
    lastActivityDateTime: printTicks(alert.createdAt),
    comments: [],
    evidence: alert.evidence.map((evidence) => ({ createdDateTime: printTicks(alert.createdAt), ...evidence })),
  };
}

/** The incident's page in the Defender portal. */
export function incidentUrl(id: string, tenantId: string): string {
  return `https://security.microsoft.com/incident2/${id}/overview?tid=${tenantId}`;
}
