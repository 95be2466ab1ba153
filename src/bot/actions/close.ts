import { MOST_COMMENT, renderCloseForm, renderDeterminationForm } from '../../cards/close-form.ts';
import { legalClosures, readClassification, readDetermination } from '../../cards/graph-names.ts';
import { LEGAL_DETERMINATIONS } from '../../incident/state.ts';
import { refusal } from '../refusal-codes.ts';
import type { Refusal } from '../refusal-codes.ts';
import type { IncidentAction } from './incident-action.ts';

/** Everything a closure may be, for somebody who asked for something else. */
export function invalidClosure(text?: string): Refusal {
  return refusal('invalid_classification', text, legalClosures());
}

/**
 * Closes in two steps, since which determinations are legal depends on the classification: what it was, then
 * which kind of it. A form that already says both closes at once.
 */
export const close: IncidentAction = {
  understand({ data, view, place, services }) {
    const comment = data.comment?.trim() ?? '';
    if (comment.length > MOST_COMMENT) {
      const text = `A closing note has at most ${MOST_COMMENT} characters; this one has ${comment.length}.`;
      return { refusal: refusal('invalid_comment', text) };
    }
    const classification = readClassification(data.classification ?? '');
    if (classification === null) return { refusal: invalidClosure() };
    const ask = { kind: 'close', classification, reason: null, comment: comment === '' ? null : comment } as const;
    if (LEGAL_DETERMINATIONS[classification].length === 0) return { ask: { ...ask, determination: null } };
    if (data.determination === undefined || data.determination === '') {
      const isSecondStep = data.step === 'determination';
      const options = { comment, ...(isSecondStep ? missingDetermination : {}) };
      return { next: renderDeterminationForm(view, classification, place, services.cards, options) };
    }
    const determination = readDetermination(data.determination, classification);
    return determination === null ? { refusal: invalidClosure() } : { ask: { ...ask, determination } };
  },
  form: {
    title: 'Close incident',
    unavailable: ({ view }) => (view.state.status === 'closed' ? refusal('already_closed') : null),
    render({ view, place, services, data }, options, { classification, comment }) {
      const chosen = readClassification(classification ?? '');
      const common = { ...options, comment: comment ?? '' };
      if (data.step === 'determination' && chosen !== null) {
        return renderDeterminationForm(view, chosen, place, services.cards, common);
      }
      return renderCloseForm(view, place, services.cards, { ...common, classification: classification ?? '' });
    },
  },
};

const missingDetermination = {
  banner: { tone: 'warning', text: 'Choose a determination.' },
  code: 'invalid_classification',
} as const;
