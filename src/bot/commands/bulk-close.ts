import { actOnAll, readReferences } from '../bulk.ts';
import { refused } from '../reply.ts';
import { readClosure } from './close.ts';
import type { Command } from './command.ts';

export const bulkClose: Command = {
  name: 'bulk close',
  usage: 'bulk close <ids> as <classification> [determination] ["comment"]',
  role: 'lead',
  summary: 'Closes up to 25 incidents alike, and says what became of each.',
  discloses: true,
  parse(args) {
    const as = args.words.findIndex(({ text }) => text.toLowerCase() === 'as');
    const references = as < 0 ? null : readReferences(args.words.slice(0, as));
    if (references === null) return null;
    const wanted = readClosure(args.textFrom(as + 1));
    return async (call) => {
      if ('refusal' in references) return refused(references.refusal);
      return 'refusal' in wanted ? refused(wanted.refusal) : actOnAll(call, references, 'close', wanted);
    };
  },
};
