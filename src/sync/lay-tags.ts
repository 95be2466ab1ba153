import { mergeTags } from '../incident/tags.ts';
import type { FieldWork } from './intent.ts';

export type TagsWork = FieldWork & { field: 'tags' };

/** A promised list laid over other tags: it changes of them only what it was made to change. */
export function layTags({ value, expected, changedFrom }: TagsWork, over: readonly string[]): string[] {
  return mergeTags(over, value, changedFrom ?? expected ?? []);
}

/** The same turned round: the tags without anything of what the list changes. */
export function liftTags({ value, expected, changedFrom }: TagsWork, from: readonly string[]): string[] {
  return mergeTags(from, changedFrom ?? expected ?? [], value);
}
