import type { CardContext } from '../../cards/seal.ts';
import type { ChatRecords, LiveCard } from '../../sync/ports/chat-records.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import type { Desk } from '../../sync/ports/desk.ts';
import type { Notice } from '../../sync/ports/notice-records.ts';
import type { PageCounts } from '../../sync/ports/page-counts.ts';
import type { AdminPlaces } from '../admin-places.ts';
import { isReply } from '../is-reply.ts';
import type { Logger } from '../logger.ts';
import type { TeamsGateway } from '../teams-gateway.ts';
import type { CardKeeping } from './card-keeping.ts';
import { ConversationKeeper } from './conversation-keeper.ts';
import { ensureAllRootCards, ensureRootCards } from './ensure-root-cards.ts';
import { Lookout } from './lookout.ts';
import { NoticeKeeper } from './notice-keeper.ts';
import { createPaces } from './pace.ts';
import type { Paces } from './pace.ts';
import { askedAbout, reviseConflicts } from './revise-conflicts.ts';
import { CARD_TIMINGS } from './timings.ts';
import type { CardTimings } from './timings.ts';

export interface CardKeeperOptions {
  desk: Desk;
  chat: ChatRecords;
  gateway: TeamsGateway;
  admins: AdminPlaces;
  cards: CardContext;
  clock: Clock;
  logger: Logger;
  timings?: Partial<CardTimings>;
  /** Where somebody else sends too. */
  paces?: Paces;
  /** Where is counted who was reached. */
  pages?: Pick<PageCounts, 'add'>;
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
  const paceOf = options.paces ?? createPaces(clock, timings);
  const holds = new Map<string, number>();
  const services = { ...options, timings, isHeld: (card: string) => holds.has(card) };
  const keepers = new Map<string, { cards: ConversationKeeper; notices: NoticeKeeper }>();
  const lookout = new Lookout(services, (succeeded) => wakeIn(succeeded ? 0 : RECOVER_MILLISECONDS));

  let changed = new Set<number>();
  let mustScan = true;
  let firstLeft: string | null = null;
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
    lookout.begin();
    await ensureRows();
    const cards = await chat.outdatedCards(PASS_LIMIT);
    const notices = await chat.outdatedNotices(PASS_LIMIT);
    const bound = new Set((await chat.bindings()).map((binding) => binding.conversationId));
    const places = new Set([...cards, ...notices].map(({ conversationId }) => conversationId));
    const waits = await Promise.all(
      [...places].map((id) => {
        const here = ({ conversationId }: { conversationId: string }) => conversationId === id;
        return serve(id, { cards: cards.filter(here), notices: notices.filter(here), isBound: bound.has(id) });
      }),
    );
    const ahead = waits.filter((wait) => wait !== null);
    if (ahead.length > 0) wakeIn(Math.min(...ahead));
    // More may be behind a full page; the same page again would only be waiting.
    const first = cards.length === PASS_LIMIT ? cards[0]!.id : null;
    if (first !== null && first !== firstLeft) wakeIn(0);
    firstLeft = first;
  }

  async function ensureRows(): Promise<void> {
    const numbers = changed;
    changed = new Set();
    if (mustScan) {
      mustScan = false;
      for (const number of [...(await ensureAllRootCards(services)), ...(await askedAbout(chat))]) numbers.add(number);
    }
    await ensureRootCards(services, numbers);
    await reviseConflicts(services, numbers);
  }

  async function serve(
    id: string,
    { cards, notices, isBound }: { cards: LiveCard[]; notices: Notice[]; isBound: boolean },
  ): Promise<number | null> {
    const conversation = await chat.conversation(id);
    const isTried = conversation?.reachable === true || id === services.admins.channelId;
    if (conversation === null || !isTried) return null;
    const keeper = keeperOf(id);
    const waits = [
      await keeper.notices.serve(
        conversation,
        notices.filter(({ subject }) => !isReply(subject)),
      ),
      conversation.reachable ? await keeper.cards.serve(conversation, cards, isBound) : null,
      // After the cards, since one of them begins the thread that these are replies in.
      await keeper.notices.serve(
        conversation,
        notices.filter(({ subject }) => isReply(subject)),
      ),
    ].filter((wait) => wait !== null);
    return waits.length === 0 ? null : Math.min(...waits);
  }

  function keeperOf(id: string): { cards: ConversationKeeper; notices: NoticeKeeper } {
    let keeper = keepers.get(id);
    if (keeper === undefined) {
      const pace = paceOf(id);
      keeper = { cards: new ConversationKeeper(services, pace), notices: new NoticeKeeper(services, pace) };
      keepers.set(id, keeper);
    }
    return keeper;
  }

  return {
    start() {
      isStopped = false;
      const ends = [
        desk.onChanged((numbers) => {
          for (const number of numbers) changed.add(number);
          wakeIn(timings.gatherMilliseconds);
        }),
        desk.onCycle(() => {
          lookout.due();
          wakeIn(timings.gatherMilliseconds);
        }),
      ];
      unsubscribe = () => ends.forEach((end) => end());
      wakeIn(0);
    },

    async stop() {
      isStopped = true;
      unsubscribe();
      timer?.cancel();
      timer = null;
      await running;
      await lookout.settled();
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

    noticesChanged() {
      wakeIn(timings.gatherMilliseconds);
    },

    troublesMayHaveChanged() {
      lookout.due();
      wakeIn(timings.gatherMilliseconds);
    },

    lookAgain() {
      for (const { notices } of keepers.values()) notices.knock();
      mustScan = true;
      lookout.due();
      wakeIn(timings.gatherMilliseconds);
    },
  };
}
