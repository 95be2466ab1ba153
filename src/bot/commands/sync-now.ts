import { renderSyncStatusCard } from '../../cards/sync-status-card.ts';
import type { Command } from './command.ts';

export const syncNow: Command = {
  name: 'sync now',
  usage: 'sync now',
  role: 'admin',
  summary: 'Looks for changes on both sides now and answers when that is done.',
  discloses: false,
  parse({ words }) {
    if (words.length > 0) return null;
    return async ({ services: { desk, cards } }) => {
      const report = await desk.syncNow();
      const card = renderSyncStatusCard(await desk.status(), cards.timeZone, report);
      return {
        kind: 'card',
        card,
        summary: `Sync done: ${report.reads} reads, ${report.writes} writes, ${report.waiting} waiting`,
      };
    };
  },
};
