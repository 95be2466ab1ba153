import { randomUUID } from 'node:crypto';
import { renderIncidentCard } from '../cards/incident-card.ts';
import type { IncidentCardOptions } from '../cards/incident-card.ts';
import { summaryOf } from '../cards/words.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { LiveCard } from '../sync/ports/chat-records.ts';
import { hashCard } from './hash-card.ts';
import { snoozeLine } from './snooze.ts';
import type { Call } from './commands/command.ts';

/** How long the keeper leaves the card to us; after a crash it posts it then. */
const GRACE_MILLISECONDS = 60_000;

/** Answers with an incident's card, which is kept true from then on. */
export async function sendCard(
  { services, turn }: Call,
  view: IncidentView,
  options: IncidentCardOptions = {},
): Promise<void> {
  const { chat, clock, cards, gateway } = services;
  const now = clock.now().getTime();
  const card: LiveCard = {
    id: randomUUID(),
    incident: view.number,
    conversationId: turn.conversation.id,
    kind: 'shown',
    threadId: turn.threadId,
    activityId: null,
    shownVersion: -1,
    shownHash: null,
    shownReadOnly: null,
    attempts: 0,
    notBefore: new Date(now + GRACE_MILLISECONDS).toISOString(),
    error: null,
    createdAt: new Date(now).toISOString(),
  };
  await chat.addCard(card);
  const place = { card: card.id, conversationId: card.conversationId };
  const snoozed = await snoozeLine(services, view.number, card.conversationId);
  const content = renderIncidentCard(view, place, cards, { snoozed, ...options });
  const delivery = await gateway.send(turn.conversation, turn.threadId, { card: content, summary: summaryOf(view) });
  const due = { notBefore: card.createdAt };
  if (delivery.outcome === 'sent') {
    const { threadId, activityId } = delivery;
    await chat.saveCard({
      ...card,
      ...due,
      threadId,
      activityId,
      shownVersion: view.version,
      shownHash: hashCard(content),
      shownReadOnly: view.readOnly,
    });
  } else {
    await chat.saveCard({ ...card, ...due, error: delivery.reason });
  }
}
