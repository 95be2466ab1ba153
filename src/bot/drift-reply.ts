import { randomUUID } from 'node:crypto';
import { bannerSummary } from '../cards/banner.ts';
import type { Banner } from '../cards/banner.ts';
import { DRIFT_PAGE_SIZE, renderDriftCard } from '../cards/drift-card.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { RefusalCode } from './refusal-codes.ts';
import type { Reply } from './reply.ts';
import type { Services } from './services.ts';

/** A page of the drift, for the conversation it will stand in. Every such card is one of its own: it is not kept true. */
export async function driftReply(
  services: Pick<Services, 'desk' | 'cards' | 'clock'>,
  conversationId: string,
  offset: number,
  options: { banner?: Banner; code?: RefusalCode } = {},
): Promise<Reply> {
  const { desk, cards, clock } = services;
  const page = await desk.drift({ limit: DRIFT_PAGE_SIZE, offset });
  // Mended meanwhile, the last page may be empty; the one before it is not.
  if (page.lines.length === 0 && offset > 0) return driftReply(services, conversationId, 0, options);
  const incidents = new Map<number, IncidentView>();
  for (const { incident } of page.lines) {
    const view = await desk.view(incident);
    if (view !== null) incidents.set(incident, view);
  }
  const place = { card: randomUUID(), conversationId };
  const card = renderDriftCard({ ...page, offset, incidents, now: isoNow(clock) }, place, cards, options);
  const summary = bannerSummary(options.banner) ?? `${page.total} difference${page.total === 1 ? '' : 's'}`;
  return { kind: 'card', card, summary, ...(options.code === undefined ? {} : { code: options.code }) };
}
