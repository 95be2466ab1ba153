import type { SentinelCommentJson } from '../arm/sentinel-portal.ts';
import type { SentinelIncidentJson } from '../arm/print-incident.ts';
import type { IncidentJson } from '../graph/print-incident.ts';
import { DETERMINATIONS_OF } from '../graph/vocabulary.ts';

/** An incident as the page lists it; the words are the side's own. */
export interface SystemRow {
  /** By which it is edited: Defender's id, or Sentinel's resource name. */
  id: string;
  number: string;
  title: string;
  severity: string;
  status: string;
  isMerged: boolean;
  /** User principal name, or whatever text stands there; empty for nobody. */
  owner: string;
  tags: string[];
  classification: string;
  /** Classification and what belongs to it, as one of the choices below. */
  classificationKey: string;
  comment: { text: string; author: string } | null;
  commentCount: number;
  updatedAt: string;
}

/** What the page offers for editing, in each side's own words. */
export const vocabulary = {
  defender: {
    statuses: ['active', 'inProgress', 'resolved'],
    severities: ['high', 'medium', 'low', 'informational'],
    classifications: Object.entries(DETERMINATIONS_OF)
      .filter(([classification]) => classification !== 'unknown')
      .flatMap(([classification, determinations]) =>
        determinations
          .filter((determination) => determination !== 'unknown')
          .map((determination) => choice(classification, determination)),
      ),
  },
  sentinel: {
    statuses: ['New', 'Active', 'Closed'],
    severities: ['High', 'Medium', 'Low', 'Informational'],
    classifications: [
      choice('TruePositive', 'SuspiciousActivity'),
      choice('BenignPositive', 'SuspiciousButExpected'),
      choice('FalsePositive', 'IncorrectAlertLogic'),
      choice('FalsePositive', 'InaccurateData'),
      choice('Undetermined', ''),
    ],
  },
};

export function defenderRow(incident: IncidentJson): SystemRow {
  const last = incident.comments.at(-1);
  const isSet = incident.classification !== 'unknown';
  const determination = incident.determination === 'unknown' ? '' : incident.determination;
  return {
    id: incident.id,
    number: incident.id,
    title: incident.displayName,
    severity: incident.severity,
    status: incident.redirectIncidentId === null ? incident.status : `merged into ${incident.redirectIncidentId}`,
    isMerged: incident.redirectIncidentId !== null,
    owner: incident.assignedTo ?? '',
    tags: incident.customTags,
    classification: isSet ? words(incident.classification, determination) : '',
    classificationKey: isSet ? `${incident.classification}/${determination}` : '',
    comment: last === undefined ? null : { text: last.comment, author: last.createdByDisplayName },
    commentCount: incident.comments.length,
    updatedAt: incident.lastUpdateDateTime,
  };
}

export function sentinelRow({ name, properties }: SentinelIncidentJson, comments: SentinelCommentJson[]): SystemRow {
  const last = comments.at(-1);
  const { classification, classificationReason = '' } = properties;
  return {
    id: name,
    number: `#${properties.incidentNumber}`,
    title: properties.title,
    severity: properties.severity,
    status: properties.status,
    isMerged: false,
    owner: properties.owner.userPrincipalName ?? properties.owner.assignedTo ?? '',
    tags: properties.labels.map((label) => label.labelName),
    classification: classification === undefined ? '' : words(classification, classificationReason),
    classificationKey: classification === undefined ? '' : `${classification}/${classificationReason}`,
    comment: last === undefined ? null : { text: last.properties.message, author: last.properties.author.name },
    commentCount: comments.length,
    updatedAt: properties.lastModifiedTimeUtc,
  };
}

function choice(classification: string, detail: string): [key: string, title: string] {
  return [`${classification}/${detail}`, words(classification, detail)];
}

/** `truePositive`, `compromisedAccount` as `True positive: compromised account`. */
function words(classification: string, detail: string): string {
  const spaced = (name: string) => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const first = spaced(classification);
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}${detail === '' ? '' : `: ${spaced(detail)}`}`;
}
