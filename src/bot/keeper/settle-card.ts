import type { ChatRecords, Conversation, LiveCard } from '../../sync/ports/chat-records.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import type { Logger } from '../logger.ts';
import type { Delivery } from '../teams-gateway.ts';
import { afterDelivery } from './after-delivery.ts';

export interface SettleServices {
  chat: Pick<ChatRecords, 'saveCard' | 'saveConversation'>;
  clock: Clock;
  logger: Logger;
}

/** What a card shows: the incident's version, a hash of how it was drawn, and why it had no buttons then. */
export interface Shown {
  version: number;
  hash: string | null;
  readOnly: string | null;
}

/** Writes down what became of posting or editing a card. Returns the milliseconds until it is to be tried again, or 0. */
export async function settleCard(
  { chat, clock, logger }: SettleServices,
  conversation: Conversation,
  card: LiveCard,
  delivery: Delivery,
  shown: Shown,
): Promise<number> {
  const { row, waitMilliseconds } = afterDelivery(card, delivery, shown.version, clock.now());
  const drawn = { shownHash: shown.hash, shownReadOnly: shown.readOnly };
  await chat.saveCard(delivery.outcome === 'sent' ? { ...row, ...drawn } : row);
  const fields = { card: card.id, incident: card.incident, conversation: conversation.id };
  if (delivery.outcome === 'retry')
    logger.info({ ...fields, reason: delivery.reason, waitMilliseconds }, 'a card waits for Teams');
  if (delivery.outcome === 'rejected')
    logger.error({ ...fields, reason: delivery.reason }, 'Teams does not take a card');
  return waitMilliseconds;
}

/** Nothing more is sent there until the conversation shows itself again. */
export async function markUnreachable(
  { chat, logger }: { chat: Pick<ChatRecords, 'saveConversation'>; logger: Logger },
  conversation: Conversation,
  reason: string,
): Promise<void> {
  logger.warn({ conversation: conversation.id, reason }, 'a conversation cannot be reached any more');
  await chat.saveConversation({ ...conversation, reachable: false });
}
