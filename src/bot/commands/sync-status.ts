import { syncStatusReply } from '../sync-status-reply.ts';
import type { Command } from './command.ts';

export const syncStatus: Command = {
  name: 'sync status',
  usage: 'sync status',
  role: 'responder',
  summary: 'Shows how both sides are doing and what waits.',
  discloses: false,
  parse({ words }) {
    if (words.length > 0) return null;
    return ({ services }) => syncStatusReply(services);
  },
};
