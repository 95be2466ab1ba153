import { driftReply } from '../drift-reply.ts';
import type { Command } from './command.ts';

export const drift: Command = {
  name: 'drift',
  usage: 'drift',
  role: 'responder',
  summary: 'Lists where the two systems disagree, for how long and why.',
  discloses: true,
  parse({ words }) {
    if (words.length > 0) return null;
    return ({ services, turn }) => driftReply(services, turn.conversation.id, 0);
  },
};
