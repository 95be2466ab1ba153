import { listReply } from '../list-reply.ts';
import { readSearch } from '../search-text.ts';
import { unquoted } from '../words.ts';
import type { Command } from './command.ts';

/** Longer than any name or title that is kept. */
const MOST_TEXT = 300;

export const find: Command = {
  name: 'find',
  usage: 'find [host|user|ip|url|hash] <text>',
  role: 'viewer',
  summary: 'Finds incidents, closed ones too, by title or by what their alerts are about.',
  discloses: true,
  parse({ textFrom }) {
    const search = readSearch(unquoted(textFrom(0)));
    const text = unquoted(search.text).slice(0, MOST_TEXT);
    if (text === '') return null;
    return ({ services, caller }) => listReply(services, caller, { verb: 'list', ...search, text, offset: 0 });
  },
};
