import { NOBODY, renderAssignForm } from '../../cards/assign-form.ts';
import type { Candidate } from '../../cards/assign-form.ts';
import type { Person } from '../../incident/person.ts';
import { standingOf } from '../authorise.ts';
import { refusal } from '../refusal-codes.ts';
import { hasRole } from '../roles.ts';
import type { IncidentAction, Press } from './incident-action.ts';

/** To whom: somebody who holds a role here, or any member of the organisation the roster knows. */
export const assign: IncidentAction = {
  async understand(press) {
    const assignee = press.data.assignee?.trim().toLowerCase() ?? '';
    if (assignee === NOBODY) return { ask: { kind: 'assign', to: null } };
    const to = assignee === '' ? null : await findAssignee(press, assignee);
    return to === null ? { refusal: refusal('invalid_assignee') } : { ask: { kind: 'assign', to } };
  },
  form: {
    title: 'Assign incident',
    async render({ view, place, services, caller }, options) {
      const me = caller.person;
      const others = (await services.chat.grants())
        .filter((grant) => grant.tenantId === me.tenantId && hasRole([grant.role], 'responder'))
        .filter((grant) => grant.objectId !== me.objectId);
      const unique = new Map(others.map((grant): [string, Candidate] => [grant.objectId, grant]));
      return renderAssignForm(view, [me, ...unique.values()], place, services.cards, options);
    },
  },
};

/** The id came from a client: whether it is a member of this organisation the roster says, or a grant of ours. */
async function findAssignee({ services, turn, caller }: Press, objectId: string): Promise<Person | null> {
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
