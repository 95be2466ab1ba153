import { markdownText, plainText } from '../../cards/escape.ts';
import { renderNoticeCard } from '../../cards/notice-card.ts';
import { severityWord } from '../../cards/words.ts';
import type { IncidentView } from '../../sync/incident-view.ts';
import type { ChatRecords } from '../../sync/ports/chat-records.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import { isoNow } from '../../sync/ports/clock.ts';
import type { Desk } from '../../sync/ports/desk.ts';
import type { RuleMessage, RuleMessages } from '../../sync/ports/rule-messages.ts';
import type { Logger } from '../logger.ts';
import type { Delivery, OutgoingMessage, TeamsGateway } from '../teams-gateway.ts';
import type { Pace, Paces } from './pace.ts';
import { markUnreachable } from './settle-card.ts';

export interface RuleMessageKeeperOptions {
  desk: Pick<Desk, 'view' | 'onCycle' | 'audit'>;
  chat: Pick<ChatRecords, 'conversation' | 'saveConversation'>;
  messages: RuleMessages;
  gateway: Pick<TeamsGateway, 'postRoot'>;
  paces: Paces;
  clock: Clock;
  logger: Logger;
}

export interface RuleMessageKeeper {
  start(): void;
  /** Ends after what is being sent was sent; the rest is posted after the next start. */
  stop(): Promise<void>;
}

const PASS_LIMIT = 50;
const LONGEST_BACKOFF_SECONDS = 600;
/** After a pass that failed as a whole (the store, not Teams). */
const RECOVER_MILLISECONDS = 5_000;

/**
 * Posts what automation rules want told, each message once, oldest first. It reads from the store what is left to post,
 * so a crash loses nothing; the end of a cycle only makes it look. Like a card's, the post of which the answer was lost
 * is made again: Teams has no way to post a message only once.
 */
export function createRuleMessageKeeper(options: RuleMessageKeeperOptions): RuleMessageKeeper {
  const { desk, messages, paces, clock, logger } = options;
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  let isStopped = true;
  let cancelTimer = (): void => undefined;
  let unsubscribe = (): void => undefined;

  function look(): void {
    if (isStopped) return;
    if (running !== null) {
      isAskedAgain = true;
      return;
    }
    cancelTimer();
    running = work();
  }

  async function work(): Promise<void> {
    const wait = await pass().catch((error: unknown) => {
      logger.error({ err: error }, 'messages of rules could not be posted');
      return RECOVER_MILLISECONDS;
    });
    running = null;
    const isDue = isAskedAgain;
    isAskedAgain = false;
    if (isDue) look();
    else if (wait !== null && !isStopped) cancelTimer = clock.after(wait, look);
  }

  /** Milliseconds until something is left to do; null when nothing is. */
  async function pass(): Promise<number | null> {
    let soonest: number | null = null;
    const later = (milliseconds: number) => {
      soonest = Math.min(soonest ?? milliseconds, milliseconds);
    };
    for (const message of await messages.due(isoNow(clock), PASS_LIMIT)) {
      if (isStopped) return null;
      const pace = paces(message.conversationId);
      const wait = pace.waitToBegin();
      if (wait > 0) later(wait);
      else await post(options, pace, message);
    }
    const next = await messages.nextAt();
    if (next !== null && soonest === null) later(Math.max(0, Date.parse(next) - clock.now().getTime()));
    return soonest;
  }

  return {
    start() {
      isStopped = false;
      unsubscribe = desk.onCycle(look);
      look();
    },
    async stop() {
      isStopped = true;
      unsubscribe();
      cancelTimer();
      await running;
    },
  };
}

async function post(options: RuleMessageKeeperOptions, pace: Pace, message: RuleMessage): Promise<void> {
  const { desk, chat, gateway } = options;
  const conversation = await chat.conversation(message.conversationId);
  if (conversation === null || !conversation.reachable)
    return giveUp(options, message, 'Dragoman is not in that conversation: add its app there');
  const view = await desk.view(message.incident);
  if (view === null) return giveUp(options, message, `there is no incident #${message.incident}`);
  const delivery = await pace.begin(() => gateway.postRoot(conversation, render(message, view)));
  if (delivery.outcome === 'gone') await markUnreachable(options, conversation, delivery.reason);
  await settle(options, message, delivery);
}

async function settle(options: RuleMessageKeeperOptions, message: RuleMessage, delivery: Delivery): Promise<void> {
  const { messages, clock } = options;
  switch (delivery.outcome) {
    case 'sent':
      await messages.save({ ...message, state: 'sent', error: null });
      return audit(options, message, 'written:teams', {});
    case 'retry': {
      const attempts = message.attempts + 1;
      const seconds = Math.max(delivery.afterSeconds, Math.min(2 ** Math.min(attempts, 10), LONGEST_BACKOFF_SECONDS));
      const notBefore = new Date(clock.now().getTime() + seconds * 1000).toISOString();
      return messages.save({ ...message, attempts, notBefore, error: delivery.reason });
    }
    case 'gone':
    case 'rejected':
      return giveUp(options, message, delivery.reason);
    default:
      return delivery satisfies never;
  }
}

async function giveUp(options: RuleMessageKeeperOptions, message: RuleMessage, reason: string): Promise<void> {
  const { rule, incident, conversationId } = message;
  options.logger.error({ rule, incident, conversation: conversationId, reason }, 'a message of a rule is not posted');
  await options.messages.save({ ...message, state: 'dead', error: reason });
  await audit(options, message, 'failed:teams', { error: reason });
}

function audit(
  { desk, clock }: RuleMessageKeeperOptions,
  { rule, incident, actionId, conversationId }: RuleMessage,
  outcome: string,
  detail: object,
): Promise<void> {
  return desk.audit({
    at: isoNow(clock),
    actorKind: 'rule',
    actorObjectId: null,
    actorTenantId: null,
    actorUpn: null,
    actorName: rule,
    action: 'notify',
    incident,
    actionId,
    outcome,
    detail: { rule: 'R1', conversation: conversationId, ...detail },
  });
}

function render({ rule, text }: RuleMessage, view: IncidentView): OutgoingMessage {
  const { number, title, severity } = view;
  const heading = `#${number} ${markdownText(title, 200)}`;
  const lines = [
    ...(text === '' ? [] : [markdownText(text, 1000)]),
    `${severityWord(severity)} severity. From the rule "${markdownText(rule)}". Say "show #${number}" to see and act on it.`,
  ];
  const summary = plainText(`#${number} ${text === '' ? title : text}`, 200);
  return { card: renderNoticeCard({ tone: 'accent', heading, lines }), summary };
}
