import type { Mention, Turn } from './turn.ts';

/** A word a person typed: as written, or somebody named with `@`. */
export type Word = { text: string; start: number } & ({ mention: Mention } | { mention?: undefined });

/** What a person typed, without the mentions of the bot, taken apart. */
export interface Typed {
  /** One line or more, spaces normalised, people's mentions as `@Name`. */
  text: string;
  words: Word[];
}

/** Marks where a person is mentioned; taken out of what people type, so it cannot be made up. */
const MARK = /\ue000(\d+)\ue001/g;

/** Takes the text of a message apart. Quotes keep words together; curly ones count as straight. */
export function readTyped({ text, mentions }: Pick<Turn, 'text' | 'mentions'>): Typed {
  let marked = text.replace(/[\ue000\ue001]/g, '');
  // In order of appearance, one at a time: two people may have the same name.
  mentions.forEach((mention, index) => {
    marked = marked.replace(mention.text, () => (mention.isBot ? ' ' : `\ue000${index}\ue001`));
  });
  marked = marked
    // A leading mention that no entity explains can only be ours: without it, the message had not reached us.
    .replace(/^\s*(?:<(?:p|div)[^<>]*>)?\s*<at[^<>]*>[^<]*<\/at>/i, '')
    .replace(/<\/?(?:at|p|div|span)\b[^<>]*>|<br\s*\/?>/gi, ' ')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[“”„]/g, '"')
    .replace(/&nbsp;/g, ' ')
    .trim();
  return { text: withNames(marked, mentions), words: splitWords(marked, mentions) };
}

/** Quotes around the whole text are punctuation, not part of it. */
export function unquoted(text: string): string {
  return /^"([^"]*)"$/.exec(text)?.[1]?.trim() ?? text;
}

function splitWords(marked: string, mentions: readonly Mention[]): Word[] {
  const pieces = marked.matchAll(/"([^"]*)"|\ue000(\d+)\ue001|[^\s"\ue000]+/g);
  return Array.from(pieces, (piece): Word => {
    // Positions count in the text as it is shown, where names stand for marks.
    const start = withNames(marked.slice(0, piece.index), mentions).length;
    const mention = piece[2] === undefined ? undefined : mentions[Number(piece[2])];
    if (mention !== undefined) return { text: `@${mention.name}`, start, mention };
    return { text: piece[1] ?? piece[0], start };
  });
}

function withNames(marked: string, mentions: readonly Mention[]): string {
  return marked.replace(MARK, (_, index: string) => `@${mentions[Number(index)]?.name ?? ''}`);
}
