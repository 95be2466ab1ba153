import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { renderBriefCard } from '../../cards/brief-card.ts';
import { renderIncidentCard } from '../../cards/incident-card.ts';
import type { CardPlace } from '../../cards/seal.ts';
import type { IncidentView } from '../../sync/incident-view.ts';
import { isUnbound } from '../answer-place.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

export interface Insertion {
  view: IncidentView;
  place: CardPlace;
  turn: Turn;
  /** Whether whoever looks has a role. A card for everybody is made as if nobody had. */
  mayRead: boolean;
}

/**
 * A card that a person puts into a conversation. It shows and does nothing else; where incidents are not told, it shows
 * those without a role no more than number, severity and status.
 */
export async function renderInsertedCard(
  services: Pick<Services, 'chat' | 'cards' | 'digestChannels'>,
  { view, place, turn, mayRead }: Insertion,
): Promise<AdaptiveCard> {
  const isTold = mayRead || !(await isUnbound(services, turn));
  const render = isTold ? renderIncidentCard : renderBriefCard;
  return render(view, { ...place, readOnly: true }, services.cards);
}
