import type { CardContext } from '../../cards/seal.ts';
import type { ChatRecords, LiveCard } from '../../sync/ports/chat-records.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import type { Desk } from '../../sync/ports/desk.ts';
import type { Logger } from '../logger.ts';
import type { TeamsGateway } from '../teams-gateway.ts';
import type { CardKeeping } from './card-keeping.ts';
import { ConversationKeeper } from './conversation-keeper.ts';
import { ensureAllRootCards, ensureRootCards } from './ensure-root-cards.ts';
import { CARD_TIMINGS } from './timings.ts';
import type { CardTimings } from './timings.ts';

export interface CardKeeperOptions {
  desk: Desk;
  chat: ChatRecords;
  gateway: TeamsGateway;
  cards: CardContext;
  clock: Clock;
  logger: Logger;
  timings?: Partial<CardTimings>;
}

export interface CardKeeper extends CardKeeping {
  start(): void;
  /** Ends after what is being sent was sent. What is out of date then is found again at the next start. */
  stop(): Promise<void>;
}

/** Out-of-date cards looked at in one pass. */
const PASS_LIMIT = 500;
/** After a pass that failed as a whole (the store, not Teams). */
const RECOVER_MILLISECONDS = 5_000;

/**
 * Keeps every card true. It compares what the store says cards show with what is, so it needs no event to be
 * delivered and loses nothing in a crash; events only make it look sooner.
 *
 * One limit: Teams has no way to post a message only once. If the answer to a first post is lost, the next
 * attempt posts it again.
 */
export function createCardKeeper(options: CardKeeperOptions): CardKeeper {
  const { desk, chat, clock, logger } = options;
  const timings = { ...CARD_TIMINGS, ...options.timings };
  const holds = new Map<string, number>();
  const services = { ...options, timings, isHeld: (card: string) => holds.has(card) };
  const keepers = new Map<string, ConversationKeeper>();

  let changed = new Set<number>();
  let mustScan = true;
  let timer: { at: number; cancel: () => void } | null = null;
  let running: Promise<void> | null = null;
  let isStopped = true;
  let unsubscribe = (): void => undefined;

  function wakeIn(milliseconds: number): void {
    if (isStopped) return;
    const at = clock.now().getTime() + milliseconds;
    if (timer !== null && timer.at <= at) return;
    timer?.cancel();
    timer = { at, cancel: clock.after(milliseconds, onTimer) };
  }

  function onTimer(): void {
    timer = null;
    if (running !== null) return void running.then(() => wakeIn(0));
    running = pass()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'cards could not be brought up to date');
        mustScan = true;
        wakeIn(RECOVER_MILLISECONDS);
      })
      .finally(() => {
        running = null;
      });
  }

  async function pass(): Promise<void> {
    await ensureRows();
    const outdated = await chat.outdatedCards(PASS_LIMIT);
    const byConversation = Map.groupBy(outdated, (card) => card.conversationId);
    const bound = new Set((await chat.bindings()).map((binding) => binding.conversationId));
    const waits = await Promise.all([...byConversation].map(([id, cards]) => serve(id, cards, bound.has(id))));
    const ahead = waits.filter((wait) => wait !== null);
    if (ahead.length > 0) wakeIn(Math.min(...ahead));
  }

  async function ensureRows(): Promise<void> {
    const numbers = changed;
    changed = new Set();
    if (mustScan) {
      mustScan = false;
      await ensureAllRootCards(services);
    }
    await ensureRootCards(services, numbers);
  }

  async function serve(id: string, cards: LiveCard[], isBound: boolean): Promise<number | null> {
    const conversation = await chat.conversation(id);
    if (conversation === null || !conversation.reachable) return null;
    let keeper = keepers.get(id);
    if (keeper === undefined) keepers.set(id, (keeper = new ConversationKeeper(services)));
    return keeper.serve(conversation, cards, isBound);
  }

  return {
    start() {
      isStopped = false;
      unsubscribe = desk.onChanged((numbers) => {
        for (const number of numbers) changed.add(number);
        wakeIn(timings.gatherMilliseconds);
      });
      wakeIn(0);
    },

    async stop() {
      isStopped = true;
      unsubscribe();
      timer?.cancel();
      timer = null;
      await running;
    },

    hold(card, released) {
      holds.set(card, (holds.get(card) ?? 0) + 1);
      const release = () => {
        const left = (holds.get(card) ?? 1) - 1;
        if (left > 0) holds.set(card, left);
        else holds.delete(card);
        wakeIn(timings.gatherMilliseconds);
      };
      void released.then(release, release);
    },

    lookAgain() {
      mustScan = true;
      wakeIn(timings.gatherMilliseconds);
    },
  };
}
