import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const comment: Command = {
  name: 'comment',
  usage: 'comment <id> <text>',
  role: 'responder',
  summary: 'Adds a comment on both sides.',
  discloses: true,
  parse(args) {
    const [reference] = args.words;
    const text = unquoted(args.textFrom(1));
    if (reference === undefined || text === '') return null;
    return (call) => actAsTyped(call, reference.text, 'comment', () => ({ ask: { kind: 'comment', text } }));
  },
};

/** Quotes around the whole text are punctuation, not part of it. */
function unquoted(text: string): string {
  return /^"([^"]*)"$/.exec(text)?.[1]?.trim() ?? text;
}
