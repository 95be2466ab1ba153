import { listReply } from '../list-reply.ts';
import type { Command } from './command.ts';

export const mine: Command = {
  name: 'mine',
  usage: 'mine',
  role: 'viewer',
  summary: 'Lists the open incidents assigned to you.',
  discloses: true,
  parse:
    () =>
    ({ services, caller }) =>
      listReply(services, caller, { verb: 'list', owner: 'me', offset: 0 }),
};
