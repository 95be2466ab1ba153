import { readClassification, readDetermination } from '../../cards/graph-names.ts';
import type { Classification, Determination } from '../../incident/state.ts';
import { invalidClosure } from '../actions/close.ts';
import { actAsTyped } from '../typed-action.ts';
import type { Wanted } from '../typed-action.ts';
import type { Command } from './command.ts';

export const close: Command = {
  name: 'close',
  usage: 'close <id> as <classification> [determination] ["comment"]',
  verb: 'close',
  role: 'responder',
  summary: 'Closes an incident on both sides; one of high severity needs a lead.',
  discloses: true,
  parse(args) {
    const [reference, as] = args.words;
    if (reference === undefined || as?.text.toLowerCase() !== 'as') return null;
    const text = args.textFrom(2);
    return (call) => actAsTyped(call, reference.text, 'close', () => readClosure(text));
  },
};

/** Reads what stands after `as`: people write names in one word or several, and a comment in quotes or not. */
export function readClosure(text: string): Wanted {
  const [, unquoted = '', quoted = ''] = /^([^"]*)(?:"([\s\S]*?)"?\s*)?$/.exec(text) ?? [];
  const words = unquoted.split(/\s+/).filter((word) => word !== '');
  const named = longestName(words, readClassification);
  if (named === null) return { refusal: invalidClosure() };
  const classification: Classification = named.value;
  const rest = words.slice(named.length);
  const detail = longestName(rest, (name) => readDetermination(name, classification));
  if (detail === null && rest.length > 0) return { refusal: invalidClosure() };
  const determination: Determination | null = detail?.value ?? null;
  const comment = [rest.slice(detail?.length ?? 0).join(' '), quoted.trim()].filter((part) => part !== '').join(' ');
  return {
    ask: { kind: 'close', classification, determination, reason: null, comment: comment === '' ? null : comment },
  };
}

const LONGEST_NAME = 6;

/** The longest run of words at the beginning that is a name. */
function longestName<T>(
  words: readonly string[],
  read: (name: string) => T | null,
): { value: T; length: number } | null {
  for (let length = Math.min(LONGEST_NAME, words.length); length > 0; length -= 1) {
    const value = read(words.slice(0, length).join(' '));
    if (value !== null) return { value, length };
  }
  return null;
}
