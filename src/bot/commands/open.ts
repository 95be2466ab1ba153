import { SEVERITIES } from '../../incident/severity.ts';
import type { Severity } from '../../incident/severity.ts';
import { listReply } from '../list-reply.ts';
import type { Word } from '../words.ts';
import type { Command } from './command.ts';

export const open: Command = {
  name: 'open',
  usage: 'open [severity] [tag]',
  role: 'viewer',
  summary: 'Lists open incidents.',
  discloses: true,
  parse({ words }) {
    const filter = readFilter(words);
    if (filter === null) return null;
    return ({ services, caller }) => listReply(services, caller, { verb: 'list', offset: 0, ...filter });
  },
};

/** `[severity] [tag]`: which incidents are meant; null when the words are something else. */
export function readFilter(words: readonly Word[]): { severity?: Severity; tag?: string } | null {
  const [first, ...others] = words.map((word) => word.text);
  const severity = SEVERITIES.find((one) => one === first?.toLowerCase());
  const rest = severity === undefined ? words.map((word) => word.text) : others;
  if (rest.length > 1) return null;
  return { ...(severity === undefined ? {} : { severity }), ...(rest[0] === undefined ? {} : { tag: rest[0] }) };
}
