import { findMentioned } from '../find-person.ts';
import { refusal } from '../refusal-codes.ts';
import { actAsTyped } from '../typed-action.ts';
import { unquoted } from '../words.ts';
import type { Command } from './command.ts';

export const handoff: Command = {
  name: 'handoff',
  usage: 'handoff <id> @person "note"',
  verb: 'handoff',
  role: 'responder',
  summary: 'Gives an incident to somebody, with a note that both sides keep.',
  discloses: true,
  parse(args) {
    const [reference, whom] = args.words;
    const note = unquoted(args.textFrom(2));
    if (reference === undefined || whom?.mention === undefined || note === '') return null;
    const { mention } = whom;
    return (call) =>
      actAsTyped(call, reference.text, 'handoff', async () => {
        const to = await findMentioned(call, mention);
        return to === null ? { refusal: refusal('invalid_assignee') } : { ask: { kind: 'handoff', to, note } };
      });
  },
};
