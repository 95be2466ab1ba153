import type { Candidate } from '../../cards/assign-form.ts';
import type { Person } from '../../incident/person.ts';
import { standingOf } from '../authorise.ts';
import { hasRole } from '../roles.ts';
import type { Press } from './incident-action.ts';

/**
 * Whom an incident can be given to besides the person who asks: everybody of their tenant who may act on it, by a grant or
 * by an Entra group, by name.
 */
export async function candidatesFor({ services, caller }: Press): Promise<Candidate[]> {
  const { tenantId, objectId } = caller.person;
  const granted = (await services.chat.grants()).filter(
    (grant) => grant.tenantId === tenantId && hasRole([grant.role], 'responder'),
  );
  // The directory knows today's name, a grant the one of its day.
  const people = [...granted, ...services.groupRoles.peopleWith('responder', tenantId)];
  return [...new Map(people.map((one): [string, Candidate] => [one.objectId, one])).values()]
    .filter((one) => one.objectId !== objectId)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The id came from a client: whether it is a member of this organisation the roster says, a group or a grant of ours. */
export async function findAssignee({ services, turn, caller }: Press, objectId: string): Promise<Person | null> {
  const { tenantId } = caller.person;
  if (objectId === caller.person.objectId) return caller.person;
  const lookup = await services.gateway.member(turn.conversation, objectId);
  if (lookup.outcome === 'found') {
    const { member } = lookup;
    const isMember = standingOf(member, objectId, tenantId) === 'member';
    return isMember ? { objectId, tenantId, upn: member.upn, name: member.name } : null;
  }
  const member = services.groupRoles.peopleWith('responder', tenantId).find((one) => one.objectId === objectId);
  if (member !== undefined) return member;
  const [grant] = await services.chat.grantsOf(objectId, tenantId);
  return grant === undefined ? null : { objectId, tenantId, upn: null, name: grant.name };
}
