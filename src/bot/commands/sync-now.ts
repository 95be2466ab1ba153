import { syncStatusReply } from '../sync-status-reply.ts';
import type { Command } from './command.ts';

export const syncNow: Command = {
  name: 'sync now',
  usage: 'sync now',
  role: 'admin',
  summary: 'Looks for changes on both sides now and answers when that is done.',
  discloses: false,
  parse({ words }) {
    if (words.length > 0) return null;
    return async ({ services }) => syncStatusReply(services, await services.desk.syncNow());
  },
};
