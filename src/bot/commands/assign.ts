import { findMentioned } from '../find-person.ts';
import { refusal } from '../refusal-codes.ts';
import { actAsTyped } from '../typed-action.ts';
import type { Command } from './command.ts';

export const assign: Command = {
  name: 'assign',
  usage: 'assign <id> me|@person',
  verb: 'assign',
  role: 'responder',
  summary: 'Makes somebody the owner.',
  discloses: true,
  parse({ words }) {
    const [reference, whom, ...rest] = words;
    if (reference === undefined || whom === undefined || rest.length > 0) return null;
    if (whom.mention === undefined && whom.text.toLowerCase() !== 'me') return null;
    const { mention } = whom;
    return (call) =>
      actAsTyped(call, reference.text, 'assign', async () => {
        const to = mention === undefined ? call.caller.person : await findMentioned(call, mention);
        return to === null ? { refusal: refusal('invalid_assignee') } : { ask: { kind: 'assign', to } };
      });
  },
};
