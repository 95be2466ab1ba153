import { renderCommentForm } from '../../cards/comment-form.ts';
import { refusal } from '../refusal-codes.ts';
import type { IncidentAction } from './incident-action.ts';

/** A comment on both sides; the desk knows how long it may be. */
export const comment: IncidentAction = {
  understand({ data }) {
    const text = data.comment?.trim() ?? '';
    if (text === '') return { refusal: refusal('invalid_comment', 'A comment needs some text.') };
    return { ask: { kind: 'comment', text } };
  },
  form: {
    title: 'Add a comment',
    render: ({ view, place, services }, options, inputs) =>
      renderCommentForm(view, place, services.cards, { ...options, comment: inputs.comment }),
  },
};
