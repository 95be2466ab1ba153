import { z } from 'zod';
import type { Incident } from '../graph/incident.ts';
import { DETERMINATIONS_OF } from '../graph/vocabulary.ts';
import { HttpError } from '../http-error.ts';
import type { SimRequest, SimResponse } from '../server.ts';
import { METADATA, type LegacyContext } from './context.ts';
import { invalidBody, legacyError } from './legacy-error.ts';
import { findIncident } from './list-incidents.ts';
import { printIncident } from './print-incident.ts';
import { CLASSIFICATIONS, readDetermination, STATUSES, storedAs } from './vocabulary.ts';

/** The writable properties, their names case-sensitive. There is no severity among them. */
const Patch = z
  .strictObject({
    status: z.enum(['Active', 'InProgress', 'Resolved']),
    assignedTo: z.string(),
    classification: z.enum(['Unknown', 'TruePositive', 'InformationalExpectedActivity', 'FalsePositive']),
    determination: z.string(),
    tags: z.array(z.string().min(1)),
    comment: z.string().min(1).max(30_000),
  })
  .partial();
type Patch = z.infer<typeof Patch>;

/** `PATCH /api/incidents/{id}`: no etag, the last write wins; `comment` is appended. 200 with the whole incident. */
export function updateIncident(context: LegacyContext, id: string): SimResponse {
  const { request, behaviour, store, token } = context;
  const incident = findIncident(context, id);
  const patch = readPatch(request);
  const state = readState(incident, patch, context);
  if (incident.status === 'redirected') {
    throw legacyError(400, 'BadRequest', `Incident ${id} was merged into incident ${incident.redirectIncidentId}`);
  }
  Object.assign(incident, state);
  if (patch.assignedTo !== undefined) incident.assignedTo = patch.assignedTo === '' ? null : patch.assignedTo;
  if (patch.tags !== undefined) incident.customTags = [...patch.tags];
  if (patch.comment !== undefined) {
    const createdAt = store.clock.next();
    incident.comments.push({ comment: patch.comment, createdByDisplayName: token.displayName, createdAt });
  }
  store.touch(incident, token.displayName);
  if (behaviour.patchAnswersNothing) return { status: 200 };
  return { status: 200, body: { '@odata.context': `${METADATA}/$entity`, ...printIncident(incident, context) } };
}

function readPatch(request: SimRequest): Patch {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw legacyError(415, 'UnsupportedMediaType', 'The request content type is not supported.');
  }
  const patch = Patch.safeParse(parse(request));
  if (!patch.success || Object.keys(patch.data).length === 0) throw invalidBody();
  return patch.data;
}

function parse(request: SimRequest): unknown {
  try {
    return request.json();
  } catch (error) {
    throw error instanceof HttpError ? invalidBody() : error;
  }
}

/** What status, classification and determination become: a determination that no longer fits is taken back. */
function readState(incident: Incident, patch: Patch, { behaviour }: LegacyContext): Partial<Incident> {
  const classification =
    patch.classification === undefined ? incident.classification : storedAs(CLASSIFICATIONS, patch.classification);
  const determination =
    patch.determination === undefined ? incident.determination : readDetermination(patch.determination, behaviour);
  if (classification === undefined || determination === undefined) throw invalidBody();
  const clears = patch.classification === 'Unknown' || patch.determination === 'NotAvailable';
  if (clears && !behaviour.takesUnknown) throw invalidBody();
  const legal = DETERMINATIONS_OF[classification] ?? [];
  if (patch.determination !== undefined && !legal.includes(determination)) throw invalidBody();
  const determines = patch.determination !== undefined && determination !== 'unknown';
  if (determines && behaviour.determinesTruePositivesOnly && classification !== 'truePositive') throw invalidBody();
  return {
    classification,
    determination: legal.includes(determination) ? determination : 'unknown',
    ...(patch.status === undefined ? {} : { status: storedAs(STATUSES, patch.status) ?? incident.status }),
  };
}
