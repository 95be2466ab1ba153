import type { Config } from '../config/config.ts';
import { startPoll } from '../schedule/poll.ts';
import type { Poll } from '../schedule/poll.ts';
import type { IncidentWatch } from '../schedule/watch-incidents.ts';
import { createDeadlineWatch } from '../sla/watch-deadlines.ts';
import type { OpenStore } from '../store/open-store.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { Logger } from './logger.ts';

export interface WatchParts {
  config: Config;
  desk: Desk;
  store: OpenStore;
  /** Something is to be said, or is over. */
  onTold(): void;
  clock: Clock;
  logger: Logger;
}

/** How often the clocks of incidents are looked at. What is due is told within this time. */
const LOOK_SECONDS = 10;

/** Begins to watch the clocks that run for open incidents. */
export function startWatches({ config, desk, store, onTold, clock, logger }: WatchParts): Poll {
  const shared = { desk, histories: store.histories, steps: store.steps, chat: store.chat, clock, onTold };
  const { timeZone } = config.people;
  const watches: IncidentWatch[] = [];
  if (config.sla !== null)
    watches.push(
      createDeadlineWatch({ ...shared, policy: config.sla, timeZone, logger: logger.child({ room: 'sla' }) }),
    );
  const polls = watches.map((watch) => startPoll(clock, LOOK_SECONDS, () => watch.look()));
  return {
    async stop() {
      for (const watch of watches) watch.stop();
      await Promise.all(polls.map((poll) => poll.stop()));
    },
  };
}
