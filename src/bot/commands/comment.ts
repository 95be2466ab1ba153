import { actAsTyped } from '../typed-action.ts';
import { unquoted } from '../words.ts';
import type { Command } from './command.ts';

export const comment: Command = {
  name: 'comment',
  usage: 'comment <id> <text>',
  verb: 'comment',
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
