import { foldName } from '../azure/wire-text.ts';
import { foldTag, uniqueTags } from '../incident/tags.ts';
import type { WireLabel } from './wire-schema.ts';

/** Set by Microsoft's sync when Defender folds an incident into another: the platform's mark, not a person's. */
const REDIRECTED = 'redirected';

/** Whether a label is not ours to change. */
function isSystemLabel(label: WireLabel): boolean {
  return foldName(label.labelType) === 'autoassigned' || foldTag(label.labelName) === REDIRECTED;
}

/** The tags people set. */
export function tagsOf(labels: readonly WireLabel[]): string[] {
  return labels.filter((label) => !isSystemLabel(label)).map((label) => label.labelName);
}

/** The labels with people's tags replaced; labels that stay keep their object, spelling and place. */
export function withTags(labels: readonly WireLabel[], tags: readonly string[]): WireLabel[] {
  const wanted = new Set(tags.map(foldTag));
  const kept = labels.filter((label) => isSystemLabel(label) || wanted.has(foldTag(label.labelName)));
  const present = new Set(kept.map((label) => foldTag(label.labelName)));
  const added = uniqueTags(tags).filter((tag) => !present.has(foldTag(tag)));
  return [...kept, ...added.map((labelName) => ({ labelName, labelType: 'User' }))];
}
