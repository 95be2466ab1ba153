import type { ListData } from '../cards/card-data.ts';
import { PAGE_SIZE, renderIncidentListCard } from '../cards/incident-list-card.ts';
import type { Caller } from './authorise.ts';
import type { Reply } from './reply.ts';
import { searchFor } from './search-text.ts';
import type { Services } from './services.ts';

/** A page of open incidents, or of what a search finds. */
export async function listReply({ desk, cards }: Services, { person }: Caller, list: ListData): Promise<Reply> {
  const page = { limit: PAGE_SIZE, offset: list.offset };
  const { text, kind } = list;
  if (text !== undefined) {
    const found = await searchFor(desk, { text, ...(kind === undefined ? {} : { kind }) }, page);
    const card = renderIncidentListCard({ ...found, list }, cards.timeZone);
    return { kind: 'card', card, summary: `${found.total} incident${found.total === 1 ? '' : 's'} found` };
  }
  const { incidents, total } = await desk.list({
    open: true,
    ...(list.severity === undefined ? {} : { severity: list.severity }),
    ...(list.tag === undefined ? {} : { tag: list.tag }),
    ...(list.owner === 'me' ? { owner: person } : {}),
    ...page,
  });
  const card = renderIncidentListCard({ incidents, total, list }, cards.timeZone);
  return { kind: 'card', card, summary: `${total} open incident${total === 1 ? '' : 's'}` };
}
