import { renderReopenForm } from '../../cards/reopen-form.ts';
import { refusal } from '../refusal-codes.ts';
import type { IncidentAction } from './incident-action.ts';

/** Asks for confirmation in a form; needs no input. */
export const reopen: IncidentAction = {
  understand: () => ({ ask: { kind: 'reopen' } }),
  form: {
    title: 'Reopen incident',
    unavailable: ({ view }) => (view.state.status === 'closed' ? null : refusal('not_closed')),
    render: ({ view, place, services }, options) => renderReopenForm(view, place, services.cards, options),
  },
};
