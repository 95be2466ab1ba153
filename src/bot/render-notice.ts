import type { Banner } from '../cards/banner.ts';
import { conflictSummary, renderConflictCard } from '../cards/conflict-card.ts';
import { digestSummary, renderDigestCard } from '../cards/digest-card.ts';
import { rehearsalSummary, renderFirstSyncCard } from '../cards/first-sync-card.ts';
import { healthSummary, renderHealthCard } from '../cards/health-card.ts';
import { newsSummary, renderNewsCard } from '../cards/news-card.ts';
import { nudgeSummary, renderNudgeCard } from '../cards/nudge-card.ts';
import { handoverSummary, renderHandoverCard } from '../cards/handover-card.ts';
import { pageSummary, renderPageCard } from '../cards/page-card.ts';
import { pagesSummary, renderPagesCard } from '../cards/pages-card.ts';
import type { PageStandings } from '../cards/pages-card.ts';
import type { CardContext } from '../cards/seal.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { Notice } from '../sync/ports/notice-records.ts';
import type { OutgoingMessage } from './teams-gateway.ts';

/** What pages that share a message show now. */
export function renderPages(pages: PageStandings, { cards }: { cards: CardContext }): OutgoingMessage {
  return { card: renderPagesCard(pages, cards.timeZone), summary: pagesSummary(pages) };
}

/** What a notice shows now; null when the incident it is about is not known any more. */
export async function renderNotice(
  {
    id,
    conversationId,
    subject,
    endedAt,
    outcome,
    createdAt,
  }: Pick<Notice, 'id' | 'conversationId' | 'subject' | 'endedAt' | 'outcome' | 'createdAt'>,
  { desk, cards }: { desk: Pick<Desk, 'view'>; cards: CardContext },
  options: { banner?: Banner; code?: string } = {},
): Promise<OutgoingMessage | null> {
  const place = { card: id, conversationId };
  switch (subject.kind) {
    case 'trouble': {
      const standing = { subject, endedAt, outcome };
      return { card: renderHealthCard(standing, place, cards, options), summary: healthSummary(standing) };
    }
    case 'rehearsal': {
      const standing = { subject, endedAt, outcome };
      return { card: renderFirstSyncCard(standing, place, cards, options), summary: rehearsalSummary(standing) };
    }
    case 'digest':
      return { card: renderDigestCard(subject.digest, cards.timeZone), summary: digestSummary(subject.digest) };
    case 'nudge':
      return {
        card: renderNudgeCard({ subject, endedAt, outcome }, cards.timeZone),
        summary: nudgeSummary({ subject, endedAt }, cards.timeZone),
      };
    case 'page': {
      const view = await desk.view(subject.incident);
      if (view === null) return null;
      const standing = { subject, endedAt, outcome };
      return { card: renderPageCard(view, standing, place, cards), summary: pageSummary(standing) };
    }
    case 'handover':
      return { card: renderHandoverCard(subject, createdAt, cards.timeZone), summary: handoverSummary(subject) };
    case 'news':
      return { card: renderNewsCard(subject, cards.timeZone), summary: newsSummary(subject) };
    case 'conflict': {
      const view = await desk.view(subject.incident);
      if (view === null) return null;
      const standing = { subject, endedAt, outcome };
      return { card: renderConflictCard(view, standing, place, cards, options), summary: conflictSummary(standing) };
    }
    default:
      return subject satisfies never;
  }
}
