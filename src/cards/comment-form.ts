import template from '../../adaptive-cards/comment-form.json' with { type: 'json' };
import type { IncidentView } from '../sync/incident-view.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { MOST_COMMENT } from './close-form.ts';
import { draftText } from './draft-text.ts';
import { renderForm } from './form.ts';
import type { FormOptions } from './form.ts';
import type { CardContext, CardPlace } from './seal.ts';

/** A comment for both sides. Shown again with what was written when it was refused. */
export function renderCommentForm(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  options: FormOptions & { comment?: string | undefined } = {},
): AdaptiveCard {
  const inputs = { comment: draftText(options.comment ?? '', MOST_COMMENT) };
  return renderForm(template, view, place, context, { ...options, verb: 'comment', submit: 'Add comment', inputs });
}
