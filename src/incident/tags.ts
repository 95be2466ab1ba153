import { foldText } from './fold.ts';

/** Sentinel and Defender both take free-text tags; these are the limits Dragoman holds both to. */
export const MAX_TAGS = 100;
export const MAX_TAG_LENGTH = 256;

/** What Microsoft itself tags the Sentinel twin of a merged incident with: shown to nobody, never carried. */
export const REDIRECTED_TAG = 'Redirected';

/** The form in which two tags are compared: case and surrounding space do not make another tag. */
export function foldTag(tag: string): string {
  return foldText(tag.trim());
}

/** Whether two lists hold the same tags, whatever their order, spelling or repetition. */
export function sameTags(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a.map(foldTag));
  const right = new Set(b.map(foldTag));
  return left.size === right.size && [...left].every((tag) => right.has(tag));
}

/** The list without empty and repeated tags; the first spelling stays. */
export function uniqueTags(tags: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const tag of tags) {
    const folded = foldTag(tag);
    if (folded !== '' && !seen.has(folded)) seen.set(folded, tag.trim());
  }
  return [...seen.values()];
}

/**
 * Three-way merge of this side's tags with what happened on the other side since both last agreed: tags added
 * there are added here, tags removed there are removed here, and this side keeps its own spelling and order.
 * Without a common past (`baseThere` empty) the result is the union.
 */
export function mergeTags(here: readonly string[], there: readonly string[], baseThere: readonly string[]): string[] {
  const before = new Set(baseThere.map(foldTag));
  const now = new Set(there.map(foldTag));
  const kept = here.filter((tag) => now.has(foldTag(tag)) || !before.has(foldTag(tag)));
  const added = there.filter((tag) => !before.has(foldTag(tag)));
  return uniqueTags([...kept, ...added]);
}

/** The tags an incident that has none may be given, and those beyond the limits. */
export function fittingTags(tags: readonly string[]): { fitting: string[]; beyond: string[] } {
  const fitting = tags.filter((tag) => tag.length <= MAX_TAG_LENGTH).slice(0, MAX_TAGS);
  return { fitting, beyond: tags.filter((tag) => !fitting.includes(tag)) };
}

/** The same as `tagFault` for a list that is to replace another: what is there already may stay, and fewer are no fault. */
export function newTagFault(tags: readonly string[], present: readonly string[]): string | null {
  const before = new Set(present.map(foldTag));
  const added = tags.filter((tag) => !before.has(foldTag(tag)));
  return added.length === 0 ? null : tagFault(tags.length > MAX_TAGS ? tags : added);
}

/** What is wrong with a list of tags a person typed, in words for that person; null when nothing is. */
export function tagFault(tags: readonly string[]): string | null {
  if (tags.length > MAX_TAGS) return `An incident holds at most ${MAX_TAGS} tags; this would make ${tags.length}.`;
  const long = tags.find((tag) => tag.length > MAX_TAG_LENGTH);
  if (long !== undefined)
    return `A tag has at most ${MAX_TAG_LENGTH} characters; "${long.slice(0, 20)}…" has ${long.length}.`;
  return null;
}
