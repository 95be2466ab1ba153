import type { Candidate } from '../../cards/assign-form.ts';
import type { Person } from '../../incident/person.ts';
import { standingOf } from '../authorise.ts';
import { hasRole } from '../roles.ts';
import type { Press } from './incident-action.ts';

/** Whom an incident can be given to besides the person who asks: everybody of their tenant who may act on it. */
export async function candidatesFor({ services, caller }: Press): Promise<Candidate[]> {
  const { tenantId, objectId } = caller.person;
  const others = (await services.chat.grants())
    .filter((grant) => grant.tenantId === tenantId && hasRole([grant.role], 'responder'))
    .filter((grant) => grant.objectId !== objectId);
  return [...new Map(others.map((grant): [string, Candidate] => [grant.objectId, grant])).values()];
}

/** The id came from a client: whether it is a member of this organisation the roster says, or a grant of ours. */
export async function findAssignee({ services, turn, caller }: Press, objectId: string): Promise<Person | null> {
  const { tenantId } = caller.person;
  if (objectId === caller.person.objectId) return caller.person;
  const lookup = await services.gateway.member(turn.conversation, objectId);
  if (lookup.outcome === 'found') {
    const { member } = lookup;
    const isMember = standingOf(member, objectId, tenantId) === 'member';
    return isMember ? { objectId, tenantId, upn: member.upn, name: member.name } : null;
  }
  const [grant] = await services.chat.grantsOf(objectId, tenantId);
  return grant === undefined ? null : { objectId, tenantId, upn: null, name: grant.name };
}
