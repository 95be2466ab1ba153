import template from '../../adaptive-cards/reopen-form.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { renderForm } from './form.ts';
import type { FormOptions } from './form.ts';
import type { CardContext, CardPlace } from './seal.ts';

/** Asks for confirmation only: reopening needs no input. */
export function renderReopenForm(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  options: FormOptions = {},
): AdaptiveCard {
  const text = 'It becomes active again on both sides. Its classification is asked for again when it is closed.';
  return renderForm(template, view, place, context, { ...options, verb: 'reopen', submit: 'Reopen', inputs: { text } });
}
