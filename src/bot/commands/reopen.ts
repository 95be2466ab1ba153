import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const reopen: Command = {
  name: 'reopen',
  usage: 'reopen <id>',
  verb: 'reopen',
  role: 'responder',
  summary: 'Makes a closed incident active again.',
  discloses: true,
  parse({ words }) {
    const [reference, ...rest] = words;
    if (reference === undefined || rest.length > 0) return null;
    return (call) => actAsTyped(call, reference.text, 'reopen', () => ({ ask: { kind: 'reopen' } }));
  },
};
