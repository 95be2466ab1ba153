import { createHash } from 'node:crypto';
import template from '../../adaptive-cards/tag-form.json' with { type: 'json' };
import { foldTag, uniqueTags } from '../incident/tags.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { draftText, fitsForm } from './draft-text.ts';
import { plainText } from './escape.ts';
import { renderForm } from './form.ts';
import type { FormOptions } from './form.ts';
import type { CardContext, CardPlace } from './seal.ts';

/** A hundred tags of 256 characters, and the commas. */
const MOST_TAG_TEXT = 100 * 258;

/** The tags of an incident as text to edit: what comes back is the whole list. */
export function renderTagForm(
  view: IncidentView,
  place: CardPlace,
  context: CardContext,
  options: FormOptions & { tags?: string } = {},
): AdaptiveCard {
  return renderForm(template, view, place, context, {
    ...options,
    verb: 'tag',
    submit: 'Save tags',
    extra: { base: view.tags.map(hashTag) },
    inputs: { tags: draftText(options.tags ?? view.tags.map(shownTag).join(', '), MOST_TAG_TEXT) },
  });
}

/** Whether the incident's tags fit into a form; where they do not, `tag #N +a -b` still works. */
export function fitsTagForm(view: IncidentView): boolean {
  return fitsForm(view.tags.map(shownTag).join(', '));
}

/**
 * The list a submitted text stands for. A tag the form had to show differently (it holds a comma, or hidden
 * characters) is recognised and kept as it is. `base` names the tags the form was opened with: one that
 * somebody added elsewhere meanwhile was not there to be taken out, so it stays, and one taken out elsewhere
 * is not brought back. Without it the text is the whole list.
 */
export function readTagForm(text: string, present: readonly string[], base: readonly string[] | null): string[] {
  const known = new Map(present.map((tag) => [foldTag(shownTag(tag)), tag]));
  const written = text.split(/[,\n]/).map((tag) => known.get(foldTag(tag)) ?? tag.trim());
  if (base === null) return uniqueTags(written);
  const isInForm = (tag: string) => base.includes(hashTag(tag));
  const isPresent = new Set(present.map(foldTag));
  const unseen = present.filter((tag) => !isInForm(tag));
  const kept = written.filter((tag) => isPresent.has(foldTag(tag)) || !isInForm(tag));
  return uniqueTags([...kept, ...unseen]);
}

function shownTag(tag: string): string {
  return plainText(tag, 256).replaceAll(',', ';');
}

function hashTag(tag: string): string {
  return createHash('sha256').update(foldTag(tag)).digest('base64url').slice(0, 8);
}
