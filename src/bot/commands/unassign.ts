import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const unassign: Command = {
  name: 'unassign',
  usage: 'unassign <id>',
  verb: 'assign',
  role: 'responder',
  summary: 'Takes the owner away.',
  discloses: true,
  parse({ words }) {
    const [reference, ...rest] = words;
    if (reference === undefined || rest.length > 0) return null;
    return (call) => actAsTyped(call, reference.text, 'assign', () => ({ ask: { kind: 'assign', to: null } }));
  },
};
