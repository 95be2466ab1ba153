import { z } from 'zod';
import { badRequest } from './graph-error.ts';
import { DETERMINATIONS_OF } from './vocabulary.ts';
import type { Incident } from './incident.ts';

const nullableText = z.string().nullable();

/** The writable properties with the values that may be written; older spellings are refused. */
const WRITABLE = {
  assignedTo: nullableText,
  classification: z.enum(['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity']),
  customTags: z.array(z.string().min(1)),
  description: nullableText,
  determination: z.enum([...new Set(Object.values(DETERMINATIONS_OF).flat())]),
  displayName: z.string().min(1),
  resolvingComment: nullableText,
  severity: z.enum(['informational', 'low', 'medium', 'high']),
  status: z.enum(['active', 'inProgress', 'resolved']),
  summary: nullableText,
};

const READ_ONLY = new Set([
  'id',
  'tenantId',
  'createdDateTime',
  'lastUpdateDateTime',
  'lastModifiedBy',
  'incidentWebUrl',
  'redirectIncidentId',
  'systemTags',
  'priorityScore',
  'comments',
  'alerts',
]);

const TYPE_NAMES = ['#microsoft.graph.security.incident', 'microsoft.graph.security.incident'];

export type IncidentChanges = { [K in keyof typeof WRITABLE]?: z.infer<(typeof WRITABLE)[K]> };

/** Reads the body of a PATCH property by property; the first that cannot be written is named in a 400. */
export function readChanges(body: Record<string, unknown>, refuses: ReadonlySet<string>): IncidentChanges {
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === '@odata.type' && TYPE_NAMES.includes(String(value))) continue;
    if (READ_ONLY.has(name)) throw badRequest(`Property '${name}' is read-only and cannot be updated.`);
    if (!Object.hasOwn(WRITABLE, name)) {
      throw badRequest(`The property '${name}' does not exist on type 'microsoft.graph.security.incident'.`);
    }
    if (refuses.has(name)) throw badRequest(`Property '${name}' cannot be updated.`);
    const read = WRITABLE[name as keyof typeof WRITABLE].safeParse(value);
    const refused = name === 'status' && value === 'inProgress' && refuses.has('inProgress');
    if (!read.success || refused)
      throw badRequest(`Invalid value specified for property '${name}' of resource 'incident'.`);
    changes[name] = read.data;
  }
  if (Object.keys(changes).length === 0) throw badRequest('The request body has no property to update.');
  return changes;
}

/**
 * Lays changes over an incident. What is left out keeps its value, but for a determination that does not
 * go with a new classification: that is recalculated to "not set".
 */
export function applyChanges(incident: Incident, changes: IncidentChanges): void {
  const classification = changes.classification ?? incident.classification;
  const legal = DETERMINATIONS_OF[classification] ?? ['unknown'];
  if (changes.determination !== undefined && !legal.includes(changes.determination)) {
    throw badRequest(
      `Invalid value specified for property 'determination' of resource 'incident': ` +
        `'${changes.determination}' does not go with classification '${classification}'.`,
    );
  }
  Object.assign(incident, changes);
  if (!legal.includes(incident.determination)) incident.determination = 'unknown';
}

/** A merged incident only points to its survivor. */
export function refuseMerged(incident: Incident): void {
  if (incident.status !== 'redirected') return;
  throw badRequest(
    `Incident '${incident.id}' was merged into incident '${incident.redirectIncidentId}' and can no longer be changed.`,
  );
}
