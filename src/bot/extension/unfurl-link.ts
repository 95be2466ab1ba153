import { z } from 'zod';
import { renderLinkCard } from '../../cards/brief-card.ts';
import { headingOf } from '../../cards/words.ts';
import type { SideView } from '../../sync/incident-view.ts';
import { audit } from '../audit.ts';
import { hasRole } from '../roles.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import { readPortalReference } from './portal-reference.ts';
import type { SearchReply } from './search-reply.ts';

const LinkValue = z.object({ url: z.string().max(4_000) });
const NOTHING: SearchReply = { kind: 'results', results: [] };

/**
 * A link to either portal, pasted into a message: somebody with a role gets a small card beside it. Everybody else
 * gets nothing at all, and no refusal either: they asked for nothing.
 */
export async function unfurlLink(services: Services, turn: Turn, value: unknown): Promise<SearchReply> {
  const identified = await services.authoriser.identify(turn);
  if ('refused' in identified || !hasRole(identified.caller.roles, 'viewer')) return NOTHING;
  const link = LinkValue.safeParse(value);
  const reference = link.success ? readPortalReference(link.data.url) : null;
  if (reference === null) return NOTHING;
  const { side, id } = reference;
  // A bare number would be taken for one of ours.
  const found = await services.desk.find(side === 'defender' ? `/incident2/${id}` : id);
  const isMeant = (one: SideView) => one.side === side && one.id?.toLowerCase() === id.toLowerCase();
  const [view, ...others] = found.filter(({ sides }) => sides.some(isMeant));
  if (view === undefined || others.length > 0) return NOTHING;
  // Whoever reads the conversation sees it from now on.
  const row = { who: identified.caller.person, action: 'unfurl', incident: view.number, outcome: 'accepted' };
  await audit(services, { ...row, detail: { conversation: turn.conversation.id } });
  const result = { title: headingOf(view), text: 'Dragoman', card: renderLinkCard(view) };
  return { kind: 'results', results: [result] };
}
