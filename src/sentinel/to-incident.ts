import { foldName, readableText, spellings, textOrNull } from '../azure/wire-text.ts';
import type { Comment } from '../incident/comment.ts';
import type { Incident } from '../incident/incident.ts';
import type { Owner } from '../incident/person.ts';
import { SEVERITIES } from '../incident/severity.ts';
import { CLASSIFICATIONS, REASONS, STATUSES, openState } from '../incident/state.ts';
import type { State } from '../incident/state.ts';
import { tagsOf } from './labels.ts';
import type { WireComment, WireIncident, WireProperties } from './wire-schema.ts';

const SEVERITY = spellings(SEVERITIES);
const STATUS = spellings(STATUSES);
const CLASSIFICATION = spellings(CLASSIFICATIONS);
const REASON = spellings(REASONS);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A Sentinel incident in Dragoman's words. Its comments are a resource of their own, so they are not here. */
export function toIncident({ name, properties }: WireIncident): Incident {
  const provider = textOrNull(properties.providerName);
  return {
    // ARM does not tell names apart by case, and some answers spell a GUID in capitals.
    id: GUID.test(name) ? name.toLowerCase() : name,
    title: readableText(properties.title ?? ''),
    description: readableText(properties.description ?? ''),
    severity: SEVERITY.get(foldName(properties.severity)) ?? 'unknown',
    state: toState(properties),
    owner: toOwner(properties.owner),
    tags: tagsOf(properties.labels ?? []).map(readableText),
    comments: null,
    commentCount: properties.additionalData?.commentsCount ?? null,
    createdAt: properties.createdTimeUtc,
    modifiedAt: properties.lastModifiedTimeUtc,
    modifiedBy: null,
    firstActivityAt: textOrNull(properties.firstActivityTimeUtc),
    lastActivityAt: textOrNull(properties.lastActivityTimeUtc),
    url: textOrNull(properties.incidentUrl),
    products: properties.additionalData?.alertProductNames ?? [],
    mergedInto: null,
    provider: provider === null ? null : { name: provider, incidentId: textOrNull(properties.providerIncidentId) },
  };
}

/** The state as a unit; an unknown status is not closed, and somebody put it there, so it counts as active. */
function toState(properties: WireProperties): State {
  const status = STATUS.get(foldName(properties.status)) ?? 'active';
  if (status !== 'closed') return openState(status);
  const classification = CLASSIFICATION.get(foldName(properties.classification)) ?? 'undetermined';
  const reason = REASON.get(foldName(properties.classificationReason)) ?? null;
  return {
    status,
    classification,
    determination: null,
    reason: classification === 'undetermined' ? null : reason,
    note: readableText(properties.classificationComment ?? ''),
  };
}

/** An unassigned incident has an owner object too, with nothing in it. A group's mail address is nobody's UPN. */
function toOwner(wire: WireProperties['owner']): Owner | null {
  const isGroup = foldName(wire?.ownerType) === 'group';
  const owner = {
    upn: isGroup ? null : (textOrNull(wire?.userPrincipalName) ?? textOrNull(wire?.email)),
    objectId: textOrNull(wire?.objectId),
    name: textOrNull(wire?.assignedTo && readableText(wire.assignedTo)),
  };
  return owner.upn === null && owner.objectId === null && owner.name === null ? null : owner;
}

function isApplication(author: WireComment['properties']['author']): boolean {
  if (author === null || author === undefined || textOrNull(author.name) === null) return false;
  return textOrNull(author.userPrincipalName) === null && textOrNull(author.email) === null;
}

/** A comment; its resource name is its id. */
export function toComment({ name, properties }: WireComment): Comment {
  const { author, message, createdTimeUtc } = properties;
  return {
    // ARM does not tell names apart by case, and some answers spell a GUID in capitals.
    id: GUID.test(name) ? name.toLowerCase() : name,
    author: readableText(
      textOrNull(author?.name) ?? textOrNull(author?.userPrincipalName) ?? textOrNull(author?.email) ?? '',
    ),
    text: readableText(message),
    createdAt: createdTimeUtc,
    // An application has a name, and no address to sign in with.
    ...(isApplication(author) ? { byMachine: true } : {}),
  };
}
