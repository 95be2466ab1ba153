import { markdownText } from './escape.ts';

/** A sentence of the sync's for people, in markdown: what it has them say stands in quotes, as everywhere in chat. */
export function sentenceText(sentence: string, maxLength: number): string {
  return markdownText(sentence.replace(/`([^`]*)`/g, '"$1"'), maxLength);
}
