import type { SecurityAlert } from '../arm/incident.ts';
import { applyChanges, type IncidentChanges } from '../graph/incident-changes.ts';
import type { Alert, Incident } from '../graph/incident.ts';
import type { IncidentStore } from '../graph/incident-store.ts';
import type { CarriedDefender } from './carried-side.ts';
import type { CarriedValues } from './carried-values.ts';
import {
  CLASSIFICATION_IN_DEFENDER,
  SEVERITY_IN_DEFENDER,
  STATUS_IN_DEFENDER,
  toClassification,
  toSeverity,
  toStatus,
} from './translate.ts';

/** Sentinel shows "150+" beyond. */
const MOST_ALERTS = 150;

/** The simulated Defender as the connector sees and changes it: past the API and its quota. */
export function defenderSide(store: IncidentStore): CarriedDefender {
  const must = (id: string): Incident => {
    const incident = store.get(id);
    if (incident === undefined) throw new Error(`Defender has no incident ${id}.`);
    return incident;
  };
  return {
    onChange: (listener) => store.onChange(({ id }) => listener(id)),
    ids: () => store.ascending('createdAt').map(({ id }) => id),
    read(id) {
      const incident = store.get(id);
      if (incident === undefined) return null;
      const comments = incident.comments.map((comment, index) => ({
        key: String(index),
        author: comment.createdByDisplayName,
        text: comment.comment,
      }));
      return { values: valuesOf(incident), comments, isMerged: incident.status === 'redirected' };
    },
    write(id, values, by) {
      const incident = must(id);
      applyChanges(incident, changesOf(values));
      store.touch(incident, by);
    },
    comment(id, { text, author }, by) {
      const incident = must(id);
      incident.comments.push({ comment: text, createdByDisplayName: author, createdAt: store.clock.next() });
      store.touch(incident, by);
    },
  };
}

function valuesOf(incident: Incident): CarriedValues {
  const severity = toSeverity(incident.severity);
  return {
    status: toStatus(incident.status),
    classification: toClassification(incident.classification),
    closingNote: incident.resolvingComment ?? '',
    ...(severity === undefined ? {} : { severity }),
    owner: incident.assignedTo,
    tags: [...incident.customTags],
    title: incident.displayName,
    alerts: incident.alerts.slice(0, MOST_ALERTS).map(toSecurityAlert),
  };
}

function toSecurityAlert(alert: Alert): SecurityAlert {
  return {
    systemAlertId: alert.id,
    alertDisplayName: alert.title,
    severity: toSeverity(alert.severity) ?? 'Informational',
    productName: alert.productName,
    tactics: [alert.category],
    timeGenerated: alert.createdAt,
  };
}

/** A class that Defender did not hold comes without a determination: nobody chose one. */
function changesOf(values: Partial<CarriedValues>): IncidentChanges {
  const { status, classification, closingNote, severity, owner, tags, title } = values;
  return {
    ...(status === undefined ? {} : { status: STATUS_IN_DEFENDER[status] }),
    ...(classification === undefined
      ? {}
      : { classification: CLASSIFICATION_IN_DEFENDER[classification], determination: 'unknown' }),
    ...(closingNote === undefined ? {} : { resolvingComment: closingNote === '' ? null : closingNote }),
    ...(severity === undefined ? {} : { severity: SEVERITY_IN_DEFENDER[severity] }),
    ...(owner === undefined ? {} : { assignedTo: owner }),
    ...(tags === undefined ? {} : { customTags: [...tags] }),
    ...(title === undefined ? {} : { displayName: title }),
  };
}
