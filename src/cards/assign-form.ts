import template from '../../adaptive-cards/assign-form.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { alertReach } from './alert-reach.ts';
import { plainText } from './escape.ts';
import { renderForm } from './form.ts';
import type { FormOptions } from './form.ts';
import type { CardContext, CardPlace } from './seal.ts';

/** The choice that takes the owner away. */
export const NOBODY = 'nobody';

export interface Candidate {
  objectId: string;
  name: string;
}

/** More would not fit into a form. */
export const MOST_CANDIDATES = 50;

/** Whom to assign it to: the person asking first, then those who hold a role, as many as fit. */
export function renderAssignForm(
  view: IncidentView,
  candidates: readonly [Candidate, ...Candidate[]],
  place: CardPlace,
  context: CardContext,
  options: FormOptions = {},
): AdaptiveCard {
  const [me, ...others] = candidates;
  const people = [
    { title: `Me (${plainText(me.name, 60)})`, value: me.objectId },
    ...others.slice(0, MOST_CANDIDATES).map((one) => ({ title: plainText(one.name, 60), value: one.objectId })),
    { title: 'Nobody', value: NOBODY },
  ];
  return renderForm(template, view, place, context, {
    ...options,
    verb: 'assign',
    submit: 'Assign',
    inputs: {
      reach: alertReach(view, 'assign'),
      people,
      assignee: me.objectId,
      hint: `Somebody else: say "assign #${view.number} @person".`,
    },
  });
}
