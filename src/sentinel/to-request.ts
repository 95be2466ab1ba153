import type { Owner } from '../incident/person.ts';
import type { Severity } from '../incident/severity.ts';
import { LEGAL_REASONS } from '../incident/state.ts';
import type { State } from '../incident/state.ts';
import { reasonFor } from '../incident/translate-state.ts';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { SentinelChanges, TwinDraft } from '../sync/ports/side-port.ts';
import type { SentinelBasis } from './basis.ts';
import { withTags } from './labels.ts';

/** The body of PUT incidents/{id}; its etag, if any, is part of it (ARM has no If-Match here). */
export interface IncidentPut {
  etag?: string;
  properties: Record<string, unknown>;
}

const CLOSURE = ['classification', 'classificationReason', 'classificationComment'] as const;
const LONGEST_DESCRIPTION = 5000;

/**
 * The properties as read with the changes laid over, under the etag of that reading. Throws RemoteError
 * `invalid` for a value Sentinel has no word for.
 */
export function toRequest(changes: SentinelChanges, basis: SentinelBasis): IncidentPut {
  const properties: Record<string, unknown> = { ...basis.properties };
  const { state, severity, owner, tags, title, description } = changes;
  if (title !== undefined) properties['title'] = title;
  if (description !== undefined) properties['description'] = description.slice(0, LONGEST_DESCRIPTION);
  if (state !== undefined) {
    for (const key of CLOSURE) delete properties[key];
    Object.assign(properties, toStateProperties(state));
  }
  if (severity !== undefined) properties['severity'] = toSeverity(severity);
  if (owner !== undefined) properties['owner'] = toOwner(owner);
  if (tags !== undefined) properties['labels'] = withTags(basis.properties.labels ?? [], tags);
  return { etag: basis.etag, properties };
}

/** A new incident. Without an etag this overwrites, so only for a name that is not taken. */
export function toNewRequest(draft: TwinDraft): IncidentPut {
  const { state, severity, owner, tags } = draft.fields;
  return {
    properties: {
      title: draft.title,
      description: draft.description.slice(0, LONGEST_DESCRIPTION),
      // Sentinel demands a severity; until Defender has rated the incident it stands in the middle.
      severity: severity === 'unknown' ? 'Medium' : toSeverity(severity),
      ...toStateProperties(state),
      ...(owner === null ? {} : { owner: toOwner(owner) }),
      labels: withTags([], tags),
      ...(draft.firstActivityAt === null ? {} : { firstActivityTimeUtc: draft.firstActivityAt }),
      ...(draft.lastActivityAt === null ? {} : { lastActivityTimeUtc: draft.lastActivityAt }),
    },
  };
}

/** An open incident has no closure properties at all: leaving them out of a PUT clears them. */
function toStateProperties(state: State): Record<string, string> {
  const status = pascal(state.status);
  if (state.status !== 'closed') return { status };
  const { classification } = state;
  const isLegal = state.reason !== null && LEGAL_REASONS[classification].includes(state.reason);
  const reason = isLegal ? state.reason : reasonFor(classification, state.determination);
  return {
    status,
    classification: pascal(classification),
    ...(reason === null ? {} : { classificationReason: pascal(reason) }),
    ...(state.note === '' ? {} : { classificationComment: state.note }),
  };
}

function toSeverity(severity: Severity): string {
  if (severity !== 'unknown') return pascal(severity);
  throw new RemoteError('invalid', 'Sentinel has no unknown severity', { property: 'severity' });
}

/**
 * Sentinel's owner is a directory object: the object id is what counts, and the service fills in the rest
 * (official example). Nobody is an owner of nulls, the form in which Sentinel itself shows an unassigned one.
 */
function toOwner(owner: Owner | null): Record<string, string | null> {
  if (owner === null) return { objectId: null, email: null, userPrincipalName: null, assignedTo: null };
  if (owner.objectId === null) {
    throw new RemoteError(
      'invalid',
      `${owner.upn ?? owner.name ?? 'the owner'} has no object id to assign in Sentinel`,
      {
        property: 'owner',
      },
    );
  }
  return { objectId: owner.objectId, userPrincipalName: owner.upn, assignedTo: owner.name };
}

/** Sentinel's enums are ours with a capital letter. */
function pascal(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}
