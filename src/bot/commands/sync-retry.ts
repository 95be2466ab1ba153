import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const syncRetry: Command = {
  name: 'sync retry',
  usage: 'sync retry <id>',
  verb: 'retry',
  role: 'admin',
  summary: 'Tries again what a side refused.',
  discloses: true,
  parse({ words }) {
    const [reference, ...rest] = words;
    if (reference === undefined || rest.length > 0) return null;
    return (call) => actAsTyped(call, reference.text, 'retry', () => ({ ask: { kind: 'retry' } }));
  },
};
