import { NOBODY, renderAssignForm } from '../../cards/assign-form.ts';
import { refusal } from '../refusal-codes.ts';
import { candidatesFor, findAssignee } from './candidates.ts';
import type { IncidentAction } from './incident-action.ts';

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
    async render(press, options) {
      const { view, place, services, caller } = press;
      return renderAssignForm(view, [caller.person, ...(await candidatesFor(press))], place, services.cards, options);
    },
  },
};
