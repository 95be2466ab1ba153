import template from '../../adaptive-cards/severity-form.json' with { type: 'json' };
import { WRITABLE_SEVERITIES } from '../incident/severity.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { renderForm } from './form.ts';
import type { FormOptions } from './form.ts';
import type { CardContext, CardPlace } from './seal.ts';
import { severityWord } from './words.ts';

/** The severities both systems know. */
export function renderSeverityForm(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  options: FormOptions = {},
): AdaptiveCard {
  const severities = WRITABLE_SEVERITIES.map((value) => ({ title: severityWord(value), value }));
  const severity = view.severity === 'unknown' ? '' : view.severity;
  const inputs = { severities, severity };
  return renderForm(template, view, place, context, { ...options, verb: 'severity', submit: 'Set severity', inputs });
}
