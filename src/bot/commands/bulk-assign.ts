import { actOnAll, readReferences } from '../bulk.ts';
import { findMentioned } from '../find-person.ts';
import { refusal } from '../refusal-codes.ts';
import { refused } from '../reply.ts';
import type { Command } from './command.ts';

export const bulkAssign: Command = {
  name: 'bulk assign',
  usage: 'bulk assign <ids> me|@person',
  role: 'lead',
  summary: 'Gives up to 25 incidents to somebody, and says what became of each.',
  discloses: true,
  parse({ words }) {
    const whom = words.at(-1);
    const references = readReferences(words.slice(0, -1));
    if (whom === undefined || references === null) return null;
    const { mention } = whom;
    if (mention === undefined && whom.text.toLowerCase() !== 'me') return null;
    return async (call) => {
      if ('refusal' in references) return refused(references.refusal);
      const to = mention === undefined ? call.caller.person : await findMentioned(call, mention);
      if (to === null) return refused(refusal('invalid_assignee'));
      return actOnAll(call, references, 'assign', { ask: { kind: 'assign', to } });
    };
  },
};
