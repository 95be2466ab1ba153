import type { Owner } from '../incident/person.ts';
import type { Severity } from '../incident/severity.ts';
import type { Classification, State, Status } from '../incident/state.ts';
import { determinationFor } from '../incident/translate-state.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { FieldChanges } from '../sync/ports/side-port.ts';

/** The body of PATCH /security/incidents/{id}, in the spelling of the newest schema. */
export interface IncidentPatch {
  status?: 'active' | 'inProgress' | 'resolved';
  classification?: string;
  determination?: string;
  resolvingComment?: string;
  severity?: string;
  assignedTo?: string | null;
  customTags?: string[];
}

const STATUS = { new: 'active', active: 'inProgress', closed: 'resolved' } as const satisfies Record<Status, string>;

const CLASSIFICATION: Record<Classification, string> = {
  truePositive: 'truePositive',
  falsePositive: 'falsePositive',
  benignPositive: 'informationalExpectedActivity',
  undetermined: 'unknown',
};

/**
 * The changes as a PATCH. Only what changed is in it, but a state is written whole. `wasOpen`: the incident
 * was open when last read, so opening it is no reopening, and a classification that an analyst has already
 * given it in the portal stays. Throws RemoteError `invalid` for a value Defender has no word for.
 */
export function toRequest(changes: FieldChanges, wasOpen: boolean): IncidentPatch {
  const { state, severity, owner, tags } = changes;
  return {
    ...(state === undefined ? {} : toStatePatch(state, wasOpen)),
    ...(severity === undefined ? {} : { severity: toSeverity(severity) }),
    ...(owner === undefined ? {} : { assignedTo: toAssignedTo(owner) }),
    ...(tags === undefined ? {} : { customTags: tags }),
  };
}

/**
 * "Not set" is written as the enums' `unknown` and as an empty text: a member and a value every reader of
 * the schema must take, where null on a PATCH is read by some services as "leave it".
 */
function toStatePatch(state: State, wasOpen: boolean): IncidentPatch {
  const status = STATUS[state.status];
  if (state.status !== 'closed') {
    return wasOpen ? { status } : { status, classification: 'unknown', determination: 'unknown', resolvingComment: '' };
  }
  const determination = state.determination ?? determinationFor(state.classification, state.reason);
  return {
    status,
    classification: CLASSIFICATION[state.classification],
    determination: state.classification === 'undetermined' ? 'unknown' : (determination ?? 'unknown'),
    resolvingComment: state.note,
  };
}

function toSeverity(severity: Severity): string {
  if (severity !== 'unknown') return severity;
  throw new RemoteError('invalid', 'Defender cannot be told an unknown severity', { property: 'severity' });
}

/** `assignedTo` is free text, a UPN by convention; null unassigns. */
export function toAssignedTo(owner: Owner | null): string | null {
  if (owner === null) return null;
  const text = owner.upn ?? owner.name;
  if (text !== null) return text;
  throw new RemoteError('invalid', 'an owner without a user principal name cannot be written to Defender', {
    property: 'assignedTo',
  });
}
