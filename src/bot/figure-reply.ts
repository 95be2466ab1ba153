import type { FigureData } from '../cards/card-data.ts';
import { figureListSummary, renderFigureListCard } from '../cards/figure-list-card.ts';
import { PAGE_SIZE } from '../cards/incident-list-card.ts';
import type { Reply } from './reply.ts';
import type { Services } from './services.ts';

/** A page of the incidents behind a figure of a digest, as they are now. */
export async function figureReply({ digests, desk, cards }: Services, data: FigureData): Promise<Reply> {
  const { offset } = data;
  const { incidents, total } = await digests.behind(data, data, { limit: PAGE_SIZE, offset });
  const views = await Promise.all(incidents.map((number) => desk.view(number)));
  const page = { incidents: views.filter((view) => view !== null), total, data };
  return { kind: 'card', card: renderFigureListCard(page, cards.timeZone), summary: figureListSummary(page) };
}
