import type { ListData } from '../cards/card-data.ts';
import { PAGE_SIZE, renderIncidentListCard } from '../cards/incident-list-card.ts';
import type { Caller } from './authorise.ts';
import type { Reply } from './reply.ts';
import type { Services } from './services.ts';

/** A page of open incidents. */
export async function listReply({ desk, cards }: Services, { person }: Caller, list: ListData): Promise<Reply> {
  const { incidents, total } = await desk.list({
    open: true,
    ...(list.severity === undefined ? {} : { severity: list.severity }),
    ...(list.tag === undefined ? {} : { tag: list.tag }),
    ...(list.owner === 'me' ? { owner: person } : {}),
    limit: PAGE_SIZE,
    offset: list.offset,
  });
  const card = renderIncidentListCard({ incidents, total, list }, cards.timeZone);
  return { kind: 'card', card, summary: `${total} open incident${total === 1 ? '' : 's'}` };
}
