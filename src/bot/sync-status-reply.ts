import { renderSyncStatusCard } from '../cards/sync-status-card.ts';
import type { CycleReport } from '../sync/ports/desk.ts';
import { adminNotes } from './admin-notes.ts';
import type { Reply } from './reply.ts';
import type { Services } from './services.ts';

/** How the sync stands, after a cycle or as it is. */
export async function syncStatusReply(
  { desk, cards, chat, admins }: Services,
  cycle: CycleReport | null = null,
): Promise<Reply> {
  const [connections, { total: drift }, troubles, notices] = await Promise.all([
    desk.status(),
    desk.drift({ limit: 0, offset: 0 }),
    desk.troubles(),
    adminNotes(chat, admins),
  ]);
  const card = renderSyncStatusCard({ connections, drift, troubles, notices }, cards.timeZone, cycle);
  const summary =
    cycle === null
      ? 'Sync status'
      : `Sync done: ${cycle.reads} reads, ${cycle.writes} writes, ${cycle.waiting} waiting`;
  return { kind: 'card', card, summary };
}
