import { NEVER_OUTDATED } from '../../sync/ports/chat-records.ts';
import type { ChatRecords, Conversation, LiveCard } from '../../sync/ports/chat-records.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import type { Logger } from '../logger.ts';
import type { Delivery } from '../teams-gateway.ts';

export interface SettleServices {
  chat: Pick<ChatRecords, 'saveCard' | 'saveConversation'>;
  clock: Clock;
  logger: Logger;
}

const LONGEST_BACKOFF_SECONDS = 600;
/** A card Teams will not take as it is may be taken once the incident, or our rendering, changed. */
const REJECTED_SECONDS = 3_600;

/** Writes down what became of posting or editing a card. Returns the milliseconds until it is to be tried again, or 0. */
export async function settleCard(
  { chat, clock, logger }: SettleServices,
  conversation: Conversation,
  card: LiveCard,
  delivery: Delivery,
  version: number,
): Promise<number> {
  const attempts = card.attempts + 1;
  const after = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
  const fields = { card: card.id, incident: card.incident, conversation: conversation.id };
  switch (delivery.outcome) {
    case 'sent': {
      const { threadId, activityId } = delivery;
      await chat.saveCard({ ...card, threadId, activityId, shownVersion: version, attempts: 0, error: null });
      return 0;
    }
    case 'retry': {
      const seconds = Math.max(delivery.afterSeconds, Math.min(2 ** Math.min(attempts, 10), LONGEST_BACKOFF_SECONDS));
      logger.info({ ...fields, reason: delivery.reason, seconds }, 'a card waits for Teams');
      await chat.saveCard({ ...card, attempts, notBefore: after(seconds), error: delivery.reason });
      return seconds * 1000;
    }
    case 'rejected':
      logger.error({ ...fields, reason: delivery.reason }, 'Teams does not take a card');
      await chat.saveCard({ ...card, attempts, notBefore: after(REJECTED_SECONDS), error: delivery.reason });
      return REJECTED_SECONDS * 1000;
    case 'gone':
      // Somebody took the message away; it is not put back.
      await chat.saveCard({ ...card, shownVersion: NEVER_OUTDATED, error: delivery.reason });
      return 0;
    default:
      return delivery satisfies never;
  }
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
