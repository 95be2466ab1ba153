import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const status: Command = {
  name: 'status',
  usage: 'status <id> active',
  verb: 'setActive',
  role: 'responder',
  summary: 'Sets an incident active.',
  discloses: true,
  parse({ words }) {
    const [reference, wanted, ...rest] = words;
    if (reference === undefined || wanted?.text.toLowerCase() !== 'active' || rest.length > 0) return null;
    return (call) => actAsTyped(call, reference.text, 'setActive', () => ({ ask: { kind: 'activate' } }));
  },
};
