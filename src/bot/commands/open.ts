import { SEVERITIES } from '../../incident/severity.ts';
import { listReply } from '../list-reply.ts';
import type { Command } from './command.ts';

export const open: Command = {
  name: 'open',
  usage: 'open [severity] [tag]',
  role: 'viewer',
  summary: 'Lists open incidents.',
  discloses: true,
  parse({ words }) {
    const [first, ...others] = words.map((word) => word.text);
    const severity = SEVERITIES.find((one) => one === first?.toLowerCase());
    const rest = severity === undefined ? words.map((word) => word.text) : others;
    if (rest.length > 1) return null;
    const filter = {
      ...(severity === undefined ? {} : { severity }),
      ...(rest[0] === undefined ? {} : { tag: rest[0] }),
    };
    return ({ services, caller }) => listReply(services, caller, { verb: 'list', offset: 0, ...filter });
  },
};
