import type { Config } from '../config/config.ts';
import { createNewsWatch } from '../news/watch-news.ts';
import type { PagingSender } from '../oncall/paging/send-pages.ts';
import type { PresentRota } from '../oncall/create-oncall-desk.ts';
import { startPoll } from '../schedule/poll.ts';
import type { Poll } from '../schedule/poll.ts';
import { createDeadlineWatch } from '../sla/watch-deadlines.ts';
import type { OpenStore } from '../store/open-store.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import type { Chat } from './create-chat.ts';
import type { Logger } from './logger.ts';
import { watchOncall } from './watch-oncall.ts';

export interface WatchParts {
  config: Config;
  desk: Desk;
  store: OpenStore;
  oncall: PresentRota | null;
  chat: Pick<Chat, 'keeper' | 'findPlace' | 'personalChats'>;
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
  const { sla, oncall: policy } = config;
  const watches = [
    createNewsWatch({ ...shared, logger: logger.child({ room: 'news' }) }),
    ...(sla === null
      ? []
      : [createDeadlineWatch({ ...shared, policy: sla, timeZone, logger: logger.child({ room: 'sla' }) })]),
  ];
  const polls = watches.map((watch) => startPoll(clock, LOOK_SECONDS, () => watch.look()));
  if (policy !== null && oncall !== null) {
    const channelId = policy.handoverTo ?? adminChannel;
    const handoverChannel = async () => (channelId === null ? null : chat.findPlace(channelId));
    const own = {
      policy,
      oncall,
      personalChats: chat.personalChats,
      pager,
      pages,
      paging: pager === null ? null : store.paging,
      handoverChannel,
      onLookedForPeople: () => chat.keeper.troublesMayHaveChanged(),
    };
    polls.push(watchOncall({ ...shared, ...own, logger: logger.child({ room: 'oncall' }) }));
  }
  return {
    async stop() {
      for (const watch of watches) watch.stop();
      await Promise.all(polls.map((poll) => poll.stop()));
    },
  };
}
