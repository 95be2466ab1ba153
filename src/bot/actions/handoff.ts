import { renderHandoffForm } from '../../cards/handoff-form.ts';
import { refusal } from '../refusal-codes.ts';
import { candidatesFor, findAssignee } from './candidates.ts';
import type { IncidentAction } from './incident-action.ts';

/** Gives it to somebody with a note: the owner and a comment, in one. */
export const handoff: IncidentAction = {
  async understand(press) {
    const note = press.data.note?.trim() ?? '';
    if (note === '') return { refusal: refusal('invalid_comment', 'A handoff needs a note.') };
    const assignee = press.data.assignee?.trim().toLowerCase() ?? '';
    const to = assignee === '' ? null : await findAssignee(press, assignee);
    return to === null ? { refusal: refusal('invalid_assignee') } : { ask: { kind: 'handoff', to, note } };
  },
  form: {
    title: 'Hand off incident',
    async render(press, options, { assignee, note }) {
      const { view, place, services } = press;
      return renderHandoffForm(view, await candidatesFor(press), place, services.cards, { ...options, assignee, note });
    },
  },
};
