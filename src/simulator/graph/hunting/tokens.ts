import type { HttpError } from '../../http-error.ts';
import { badRequest } from '../graph-error.ts';

export type Token =
  | { kind: 'word' | 'punctuation'; text: string }
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: number };

const KINDS = [
  ['space', /\s+/y],
  ['string', /"(?:[^"\\\n\r]|\\["'\\nrt])*"/y],
  ['word', /[A-Za-z_]\w*~?/y],
  ['number', /\d+/y],
  ['punctuation', /[|(),=]/y],
] as const;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The words of a KQL query. A literal that does not end, and anything unknown, is refused. */
export function readTokens(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length;) {
    const found = KINDS.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const text = pattern.exec(query)?.[0];
      return text === undefined ? [] : [{ kind, text }];
    })[0];
    if (found === undefined) throw syntaxError(query, at);
    at += found.text.length;
    const token = toToken(found);
    if (token !== null) tokens.push(token);
  }
  return tokens;
}

export function syntaxError(query: string, at: number): HttpError {
  const near = JSON.stringify(query.slice(at, at + 20));
  return badRequest(
    `Syntax error: Query could not be parsed at ${near} on line [1,${at + 1}]. Fix syntax errors in your query.`,
  );
}

function toToken({ kind, text }: { kind: (typeof KINDS)[number][0]; text: string }): Token | null {
  switch (kind) {
    case 'space':
      return null;
    case 'string':
      return { kind, value: text.slice(1, -1).replace(/\\(.)/g, (_, one: string) => ESCAPES[one] ?? one) };
    case 'number':
      return { kind, value: Number(text) };
    default:
      return { kind, text };
  }
}
