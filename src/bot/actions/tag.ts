import { fitsTagForm, readTagForm, renderTagForm } from '../../cards/tag-form.ts';
import { refusal } from '../refusal-codes.ts';
import type { IncidentAction } from './incident-action.ts';

/** The form shows the tags there are; what comes back is the whole list. */
export const tag: IncidentAction = {
  understand({ data, view }) {
    if (data.tags === undefined)
      return { refusal: refusal('invalid_tags', 'Which tags? Send them separated by commas.') };
    return { ask: { kind: 'tags', tags: readTagForm(data.tags, view.tags, data.base ?? null), shown: view.tags } };
  },
  form: {
    title: 'Edit tags',
    unavailable: ({ view }) =>
      fitsTagForm(view)
        ? null
        : refusal('invalid_tags', `There are too many tags for a form. Say "tag #${view.number} +new -old".`),
    render: ({ view, place, services }, options, { tags }) =>
      renderTagForm(view, place, services.cards, tags === undefined ? options : { ...options, tags }),
  },
};
