import { formatTime } from '../cards/format-time.ts';
import { markdownText } from '../cards/escape.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import { isoNow } from '../sync/ports/clock.ts';
import { audit } from './audit.ts';
import type { Caller } from './authorise.ts';
import type { Services } from './services.ts';

/** What the button of the card asks for. */
export const SNOOZE_MILLISECONDS = 2 * 3_600_000;

export interface SnoozeWish {
  caller: Caller;
  view: IncidentView;
  conversationId: string;
  /** How long; null ends it. */
  milliseconds: number | null;
}

/** Holds back what Dragoman would say in an incident's thread, or ends that. Returns what it did, in markdown. */
export async function snooze(services: Services, wish: SnoozeWish): Promise<string> {
  const { caller, view, conversationId, milliseconds } = wish;
  const { chat, cards, clock, keeper } = services;
  const until = milliseconds === null ? null : new Date(clock.now().getTime() + milliseconds).toISOString();
  const by = { byName: caller.person.name, byObjectId: caller.person.objectId };
  const was = until === null ? await chat.endSnooze(view.number, conversationId) : true;
  if (until !== null) await chat.snooze({ incident: view.number, conversationId, until, ...by });
  const detail = { conversation: conversationId, until };
  await audit(services, { who: caller.person, action: 'snooze', incident: view.number, outcome: 'accepted', detail });
  await chat.expireCards([view.number]);
  keeper.lookAgain();
  if (until !== null) return `Snoozed here until ${formatTime(until, cards.timeZone)}. Deadlines run on.`;
  return was ? 'No longer snoozed here.' : 'It was not snoozed here.';
}

/** Until when the incident is held back in a conversation and by whom, as its card says it; null when it is not. */
export async function snoozeLine(
  { chat, clock, cards }: Pick<Services, 'clock' | 'cards'> & { chat: Pick<Services['chat'], 'snoozeOf'> },
  incident: number,
  conversationId: string,
): Promise<string | null> {
  const held = await chat.snoozeOf(incident, conversationId, isoNow(clock));
  if (held === null) return null;
  return `until ${formatTime(held.until, cards.timeZone)}, by ${markdownText(held.byName, 80)}`;
}
