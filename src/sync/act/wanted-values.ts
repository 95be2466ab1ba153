import type { Field, FieldValues } from '../../incident/incident.ts';
import { sameOwner } from '../../incident/person.ts';
import type { Owner } from '../../incident/person.ts';
import type { Side } from '../../incident/side.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, leadingIncident } from '../link.ts';

/**
 * The values an incident has once everything wanted of its leading side is written: what people and rules asked for and
 * what the sync is about to carry there, proposals included.
 */
export function wantedValues(link: Link, wanted: Intent[]): FieldValues {
  const incident = leadingIncident(link);
  const leading: Side = link.defender?.observation.incident === incident ? 'defender' : 'sentinel';
  const value = <F extends Field>(field: F): FieldValues[F] => {
    const last = wanted.findLast(
      ({ side, work }) => side === leading && work.kind === 'field' && work.field === field,
    )?.work;
    return last?.kind === 'field' ? (last.value as FieldValues[F]) : fieldOf(incident, field);
  };
  const owner = knownAs(link, value('owner'));
  return { state: value('state'), severity: value('severity'), owner, tags: value('tags') };
}

/** Defender knows an owner by name alone; where Sentinel holds the same person, their object id is known too. */
function knownAs(link: Link, owner: Owner | null): Owner | null {
  const other = link.sentinel?.observation.incident.owner ?? null;
  if (owner === null || owner.objectId !== null || other === null || !sameOwner(owner, other)) return owner;
  return { ...owner, objectId: other.objectId };
}
