import type { Config } from '../config/config.ts';
import { createNewsWatch } from '../news/watch-news.ts';
import type { PagingSender } from '../oncall/paging/send-pages.ts';
import type { PresentRota } from '../oncall/create-oncall-desk.ts';
import { createHandoverTeller } from '../oncall/tell-handovers.ts';
import { createEscalationWatch } from '../oncall/watch-escalations.ts';
import { startPoll } from '../schedule/poll.ts';
import type { Poll } from '../schedule/poll.ts';
import { createDeadlineWatch } from '../sla/watch-deadlines.ts';
import type { OpenStore } from '../store/open-store.ts';
import type { Conversation } from '../sync/ports/chat-records.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import type { Chat } from './create-chat.ts';
import type { Logger } from './logger.ts';

export interface WatchParts {
  config: Config;
  desk: Desk;
  store: OpenStore;
  oncall: PresentRota | null;
  chat: Pick<Chat, 'keeper' | 'findPlace'>;
  /** Null where there is no paging system. */
  pager: PagingSender | null;
  pages: PageCounts;
  clock: Clock;
  logger: Logger;
}

/** How often the clocks of incidents are looked at. What is due is told within this time. */
const LOOK_SECONDS = 5;

/** Begins to watch the clocks that run for open incidents, and the turns of the rota. */
export function startWatches({ config, desk, store, oncall, chat, pager, pages, clock, logger }: WatchParts): Poll {
  const { histories, steps, chat: records } = store;
  const shared = { desk, histories, steps, chat: records, clock, onTold: () => chat.keeper.noticesChanged() };
  const { timeZone, adminChannel } = config.people;
  const { sla, oncall: rota } = config;
  const paging = pager === null ? null : store.paging;
  const watches = [
    createNewsWatch({ ...shared, logger: logger.child({ room: 'news' }) }),
    ...(sla === null
      ? []
      : [createDeadlineWatch({ ...shared, policy: sla, timeZone, logger: logger.child({ room: 'sla' }) })]),
    ...(rota === null || oncall === null
      ? []
      : [
          createEscalationWatch({
            ...shared,
            policy: rota,
            oncall,
            paging,
            pages,
            logger: logger.child({ room: 'oncall' }),
          }),
        ]),
  ];
  const works = watches.map((watch) => async () => {
    await watch.look();
    // What a look promised goes out with it.
    await pager?.send();
  });
  if (rota !== null && oncall !== null)
    works.push(createHandoverTeller({ ...shared, oncall, placeFor: handoverPlace(rota.handoverTo ?? adminChannel) }));
  const polls = works.map((work) => startPoll(clock, LOOK_SECONDS, work));
  return {
    async stop() {
      for (const watch of watches) watch.stop();
      await Promise.all(polls.map((poll) => poll.stop()));
    },
  };

  /** A handover is told in the channel for it; without one, to whoever takes over. */
  function handoverPlace(channelId: string | null) {
    return async (objectId: string): Promise<Conversation | null> => {
      const channel = channelId === null ? null : await chat.findPlace(channelId);
      if (channel?.reachable === true) return channel;
      return (await records.personalChats([objectId]))[0] ?? null;
    };
  }
}
