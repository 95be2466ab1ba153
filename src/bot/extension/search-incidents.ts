import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { incidentPreview } from '../../cards/incident-preview.ts';
import type { IncidentView } from '../../sync/incident-view.ts';
import { audit } from '../audit.ts';
import type { Caller } from '../authorise.ts';
import { refusal } from '../refusal-codes.ts';
import type { Refusal } from '../refusal-codes.ts';
import { hasRole } from '../roles.ts';
import { readSearch, searchFor } from '../search-text.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import { renderInsertedCard } from './inserted-card.ts';
import type { SearchReply } from './search-reply.ts';

const QueryValue = z.object({
  commandId: z.literal('findIncident'),
  parameters: z.array(z.object({ name: z.string().max(64), value: z.unknown().optional() })).max(5),
  queryOptions: z
    .object({ skip: z.number().int().min(0).max(10_000).nullish(), count: z.number().int().min(1).nullish() })
    .nullish(),
});

/** Teams shows no more at a time. */
const MOST_RESULTS = 25;

/**
 * A search from the compose box: incidents to insert as a card. Only the person who searches sees the results, so they
 * are told anywhere; what is inserted is seen by everybody there.
 */
export async function searchIncidents(services: Services, turn: Turn, value: unknown): Promise<SearchReply> {
  const identified = await services.authoriser.identify(turn);
  const refuse = async (who: Parameters<typeof audit>[1]['who'], because: Refusal): Promise<SearchReply> => {
    await audit(services, { who, action: 'search', incident: null, outcome: `refused:${because.code}` });
    return { kind: 'refused', refusal: because };
  };
  if ('refused' in identified) return refuse(identified.stranger, identified.refused);
  const { caller } = identified;
  const query = QueryValue.safeParse(value);
  if (!query.success) return refuse(caller.person, refusal('malformed'));
  if (!hasRole(caller.roles, 'viewer')) return refuse(caller.person, refusal('role_required'));

  const { parameters, queryOptions } = query.data;
  const typed = parameters.find(({ name }) => name === 'incident')?.value;
  const page = { offset: queryOptions?.skip ?? 0, limit: Math.min(queryOptions?.count ?? MOST_RESULTS, MOST_RESULTS) };
  const found = await find(services, caller, typeof typed === 'string' ? typed.trim().slice(0, 500) : '', page);
  const results = found.map(async (view) => ({
    ...incidentPreview(view),
    card: await renderInsertedCard(services, { view, turn, mayRead: false, place: placeOf(turn) }),
  }));
  return { kind: 'results', results: await Promise.all(results) };
}

/** Nothing typed: the newest open ones. `mine`; else whatever the text finds. */
async function find(
  { desk }: Pick<Services, 'desk'>,
  { person }: Caller,
  text: string,
  page: { offset: number; limit: number },
): Promise<IncidentView[]> {
  if (text === '') return (await desk.list({ open: true, ...page })).incidents;
  if (text.toLowerCase() === 'mine') return (await desk.list({ open: true, owner: person, ...page })).incidents;
  return (await searchFor(desk, readSearch(text), page)).incidents;
}

function placeOf({ conversation }: Turn) {
  return { card: randomUUID(), conversationId: conversation.id };
}
