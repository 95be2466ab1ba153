import { randomUUID } from 'node:crypto';
import { renderIncidentCard } from '../../cards/incident-card.ts';
import { summaryOf } from '../../cards/words.ts';
import type { LiveCard } from '../../sync/ports/chat-records.ts';
import { resolveIncident } from '../resolve-incident.ts';
import type { Reply } from '../reply.ts';
import type { Call, Command } from './command.ts';

/** How long the keeper leaves the card to us; after a crash it posts it then. */
const GRACE_MILLISECONDS = 60_000;

export const show: Command = {
  name: 'show',
  usage: 'show <id>',
  role: 'viewer',
  summary: "Shows an incident as a card that stays true. <id>: #N, either system's id, a portal link or a title.",
  discloses: true,
  parse(args) {
    const reference = args.words.length === 1 ? args.words[0]!.text : args.textFrom(0);
    return reference === '' ? null : (call) => showIncident(call, reference);
  },
};

async function showIncident(call: Call, reference: string): Promise<Reply> {
  const { services, turn } = call;
  const { chat, clock, cards, gateway } = services;
  const resolved = await resolveIncident(call, reference, 'show');
  if ('reply' in resolved) return resolved.reply;
  const { view } = resolved;
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
    attempts: 0,
    notBefore: new Date(now + GRACE_MILLISECONDS).toISOString(),
    error: null,
    createdAt: new Date(now).toISOString(),
  };
  await chat.addCard(card);
  const content = renderIncidentCard(view, { card: card.id, conversationId: card.conversationId }, cards);
  const delivery = await gateway.send(turn.conversation, turn.threadId, { card: content, summary: summaryOf(view) });
  const due = { notBefore: card.createdAt };
  if (delivery.outcome === 'sent') {
    const { threadId, activityId } = delivery;
    await chat.saveCard({ ...card, ...due, threadId, activityId, shownVersion: view.version });
  } else {
    await chat.saveCard({ ...card, ...due, error: delivery.reason });
  }
  return { kind: 'silent' };
}
