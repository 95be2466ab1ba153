import { QueryFault } from './query-fault.ts';

export type Token =
  { kind: 'open' | 'close'; text: string; at: number } | { kind: 'quoted' | 'word'; text: string; at: number };

const PART = /\s+|(?<open>\()|(?<close>\))|'(?<quoted>(?:[^']|'')*)'|(?<word>[^\s()',]+)/y;

/** Splits a `$filter` into its words; a doubled quote inside a string stands for one. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const at = PART.lastIndex;
    const groups = PART.exec(text)?.groups;
    if (groups === undefined)
      throw new QueryFault(`Syntax error: character '${text[at]}' is not valid at position ${at} in '${text}'.`);
    if (groups['open'] !== undefined) tokens.push({ kind: 'open', text: '(', at });
    else if (groups['close'] !== undefined) tokens.push({ kind: 'close', text: ')', at });
    else if (groups['quoted'] !== undefined)
      tokens.push({ kind: 'quoted', text: groups['quoted'].replaceAll("''", "'"), at });
    else if (groups['word'] !== undefined) tokens.push({ kind: 'word', text: groups['word'], at });
  }
  return tokens;
}
