import { renderSeverityForm } from '../../cards/severity-form.ts';
import { WRITABLE_SEVERITIES } from '../../incident/severity.ts';
import type { WritableSeverity } from '../../incident/severity.ts';
import { refusal } from '../refusal-codes.ts';
import type { IncidentAction } from './incident-action.ts';

/** The severity a text names; null when it names none that both systems know. */
export function readSeverity(text: string): WritableSeverity | null {
  return WRITABLE_SEVERITIES.find((severity) => severity === text.trim().toLowerCase()) ?? null;
}

export const severity: IncidentAction = {
  understand({ data }) {
    const chosen = readSeverity(data.severity ?? '');
    return chosen === null ? { refusal: refusal('invalid_severity') } : { ask: { kind: 'severity', severity: chosen } };
  },
  form: {
    title: 'Set severity',
    render: ({ view, place, services }, options) => renderSeverityForm(view, place, services.cards, options),
  },
};
