import { foldName, spellings, textOrNull } from '../azure/wire-text.ts';
import type { Incident } from '../incident/incident.ts';
import { SEVERITIES } from '../incident/severity.ts';
import { DETERMINATIONS, openState } from '../incident/state.ts';
import type { Classification, Determination, State, Status } from '../incident/state.ts';
import type { WireIncident } from './wire-schema.ts';

const SEVERITY = spellings(SEVERITIES);

const STATUS: ReadonlyMap<string, Status> = new Map([
  ['active', 'new'],
  // Seen on the wire in other integrations; no schema has it.
  ['new', 'new'],
  ['inprogress', 'active'],
  ['resolved', 'closed'],
  ['redirected', 'closed'],
]);

const CLASSIFICATION: ReadonlyMap<string, Classification> = new Map([
  ['truepositive', 'truePositive'],
  ['falsepositive', 'falsePositive'],
  ['informationalexpectedactivity', 'benignPositive'],
]);

/** Names that Graph's own pages and the older API still print for determinations of the newest schema. */
const DETERMINATION = spellings<Determination>(DETERMINATIONS, {
  compromisedUser: 'compromisedAccount',
  clean: 'notMalicious',
  insufficientData: 'notEnoughDataToValidate',
  noEnoughDataToValidate: 'notEnoughDataToValidate',
  confirmedUserActivity: 'confirmedActivity',
});

/** A Graph incident in Dragoman's words. Alerts are not read, so products and activity times are not known. */
export function toIncident(wire: WireIncident): Incident {
  const assignedTo = textOrNull(wire.assignedTo);
  return {
    id: wire.id,
    // Sentinel demands a title, and people need something to call it by.
    title: wire.displayName?.trim() || `Defender incident ${wire.id}`,
    description: wire.description ?? '',
    severity: SEVERITY.get(foldName(wire.severity)) ?? 'unknown',
    state: toState(wire),
    owner: assignedTo === null ? null : { upn: assignedTo.trim(), objectId: null, name: null },
    tags: wire.customTags ?? [],
    comments: wire.comments?.comments ?? null,
    commentCount: wire.comments?.count ?? null,
    createdAt: wire.createdDateTime,
    modifiedAt: wire.lastUpdateDateTime,
    modifiedBy: textOrNull(wire.lastModifiedBy),
    firstActivityAt: null,
    lastActivityAt: null,
    url: textOrNull(wire.incidentWebUrl),
    products: [],
    mergedInto: foldName(wire.status) === 'redirected' ? textOrNull(wire.redirectIncidentId) : null,
    provider: null,
  };
}

/**
 * The state as a unit. An unknown status (`awaitingAction`, `unknownFutureValue`) counts as being worked on:
 * it is not closed, and somebody other than us put it there. Closure detail of an open incident is left out.
 */
function toState(wire: WireIncident): State {
  const status = STATUS.get(foldName(wire.status)) ?? 'active';
  if (status !== 'closed') return openState(status);
  const classification = CLASSIFICATION.get(foldName(wire.classification)) ?? 'undetermined';
  const determination = DETERMINATION.get(foldName(wire.determination)) ?? null;
  return {
    status,
    classification,
    determination: classification === 'undetermined' ? null : determination,
    reason: null,
    note: wire.resolvingComment ?? '',
  };
}
