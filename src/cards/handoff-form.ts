import template from '../../adaptive-cards/handoff-form.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { alertReach } from './alert-reach.ts';
import { MOST_CANDIDATES } from './assign-form.ts';
import type { Candidate } from './assign-form.ts';
import { draftText } from './draft-text.ts';
import { plainText } from './escape.ts';
import { renderForm } from './form.ts';
import type { FormOptions } from './form.ts';
import type { CardContext, CardPlace } from './seal.ts';

/** As the template limits the input. */
const MOST_NOTE = 4_000;

export interface HandoffFormOptions extends FormOptions {
  assignee?: string | undefined;
  note?: string | undefined;
}

/** To whom, and what they need to know. Nobody hands off to themselves, so the person who asks is not among them. */
export function renderHandoffForm(
  view: IncidentView,
  candidates: readonly Candidate[],
  place: CardPlace,
  context: CardContext,
  options: HandoffFormOptions = {},
): AdaptiveCard {
  const people = candidates
    .slice(0, MOST_CANDIDATES / 2)
    .map((one) => ({ title: plainText(one.name, 60), value: one.objectId }));
  return renderForm(template, view, place, context, {
    ...options,
    verb: 'handoff',
    submit: 'Hand off',
    inputs: {
      reach: alertReach(view, 'assign'),
      people,
      assignee: people.some(({ value }) => value === options.assignee) ? options.assignee : '',
      hint: `Somebody else: say "handoff #${view.number} @person" and a note.`,
      note: draftText(options.note ?? '', MOST_NOTE),
    },
  });
}
