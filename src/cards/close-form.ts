import determinationTemplate from '../../adaptive-cards/close-form-determination.json' with { type: 'json' };
import template from '../../adaptive-cards/close-form.json' with { type: 'json' };
import { CLASSIFICATIONS, LEGAL_DETERMINATIONS } from '../incident/state.ts';
import type { Classification } from '../incident/state.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { alertReach } from './alert-reach.ts';
import { draftText } from './draft-text.ts';
import { renderForm } from './form.ts';
import type { FormOptions } from './form.ts';
import { GRAPH_CLASSIFICATIONS } from './graph-names.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { CLASSIFICATION_WORDS, DETERMINATION_WORDS } from './words.ts';

export interface CloseFormOptions extends FormOptions {
  comment?: string | undefined;
  /** As Graph names it. */
  classification?: string | undefined;
}

/** As the templates limit the input: nothing longer comes from a form. */
export const MOST_COMMENT = 5_000;

/** Step one: what it was. */
export function renderCloseForm(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  options: CloseFormOptions = {},
): AdaptiveCard {
  const classifications = CLASSIFICATIONS.map((one) => ({
    title: CLASSIFICATION_WORDS[one],
    value: GRAPH_CLASSIFICATIONS[one],
  }));
  const inputs = {
    reach: alertReach(view, 'close'),
    classifications,
    classification: options.classification ?? '',
    comment: draftText(options.comment ?? '', MOST_COMMENT),
  };
  return renderForm(template, view, place, context, {
    ...options,
    verb: 'close',
    submit: 'Close',
    destructive: true,
    inputs,
  });
}

export interface DeterminationFormOptions extends FormOptions {
  comment?: string | undefined;
}

/** Step two: which kind of it. Only what Defender accepts under that classification is offered. */
export function renderDeterminationForm(
  view: IncidentView,
  classification: Classification,
  place: CardPlace,
  context: CardContext,
  options: DeterminationFormOptions = {},
): AdaptiveCard {
  const determinations = LEGAL_DETERMINATIONS[classification].map((one) => ({
    title: DETERMINATION_WORDS[one],
    value: one,
  }));
  return renderForm(determinationTemplate, view, place, context, {
    ...options,
    verb: 'close',
    submit: 'Close',
    destructive: true,
    extra: { step: 'determination', classification: GRAPH_CLASSIFICATIONS[classification] },
    inputs: {
      reach: alertReach(view, 'close'),
      chosen: `Closing as: ${CLASSIFICATION_WORDS[classification]}`,
      determinations,
      determination: '',
      comment: draftText(options.comment ?? '', MOST_COMMENT),
    },
  });
}
