import { printTicks } from '../tick-clock.ts';
import type { Incident, Owner } from './incident.ts';

const NO_OWNER = { objectId: null, email: null, assignedTo: null, userPrincipalName: null };

/** An incident as ARM serves it. What was never set is left out, but for the members of the owner. */
export function printIncident(incident: Incident, scope: string) {
  const id = `${scope}/incidents/${incident.name}`;
  return {
    id,
    name: incident.name,
    etag: incident.etag,
    type: 'Microsoft.SecurityInsights/incidents',
    properties: {
      title: incident.title,
      ...given('description', incident.description),
      severity: incident.severity,
      status: incident.status,
      ...given('classification', incident.classification),
      ...given('classificationReason', incident.classificationReason),
      ...given('classificationComment', incident.classificationComment),
      owner: printOwner(incident.owner),
      labels: incident.labels.map((label) => ({ ...label })),
      ...given('firstActivityTimeUtc', incident.firstActivityAt && printTicks(incident.firstActivityAt)),
      ...given('lastActivityTimeUtc', incident.lastActivityAt && printTicks(incident.lastActivityAt)),
      lastModifiedTimeUtc: printTicks(incident.modifiedAt),
      createdTimeUtc: printTicks(incident.createdAt),
      incidentNumber: incident.number,
      additionalData: {
        alertsCount: incident.alerts.length,
        bookmarksCount: incident.relations.size,
        commentsCount: incident.comments.size,
        alertProductNames: [...new Set(incident.alerts.map((alert) => alert.productName))],
        tactics: [...new Set(incident.alerts.flatMap((alert) => alert.tactics))],
        ...given('providerIncidentUrl', incident.providerIncidentUrl),
      },
      relatedAnalyticRuleIds: [...incident.relatedAnalyticRuleIds],
      incidentUrl: `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${id}`,
      providerName: incident.providerName,
      providerIncidentId: incident.providerIncidentId,
    },
  };
}

/** The wire form of an incident. */
export type SentinelIncidentJson = ReturnType<typeof printIncident>;

function printOwner(owner: Owner | null) {
  return owner === null ? { ...NO_OWNER } : { ...owner };
}

function given<N extends string>(name: N, value: string | undefined): { [K in N]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [K in N]?: string });
}
