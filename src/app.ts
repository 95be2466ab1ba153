import { AllowanceRegistry } from './azure/allowance-registry.ts';
import { followEvents } from './automation/follow-events.ts';
import { createConnection } from './app/create-connection.ts';
import { connectionIdIn } from './app/connection-place.ts';
import { createChat } from './app/create-chat.ts';
import { unreachableTroubles } from './oncall/unreachable-troubles.ts';
import { startWatches } from './app/create-watches.ts';
import { watchExpiries } from './app/watch-expiries.ts';
import { createLogger } from './app/logger.ts';
import type { Logger } from './app/logger.ts';
import type { Config } from './config/config.ts';
import { createDigests } from './digest/create-digests.ts';
import { plainText } from './cards/escape.ts';
import { createPagingSender } from './oncall/paging/send-pages.ts';
import { createOncallDesk } from './oncall/create-oncall-desk.ts';
import { startAtTimes } from './schedule/at-times.ts';
import { createPeople } from './incident/people.ts';
import { startPoll } from './schedule/poll.ts';
import type { Poll } from './schedule/poll.ts';
import { missedDeadlines } from './sla/missed-deadlines.ts';
import { openStore } from './store/open-store.ts';
import { createConnectionSync } from './sync/connection-sync.ts';
import { createDesk, createFeeds } from './sync/desk.ts';
import { systemClock } from './sync/ports/clock.ts';
import type { Clock } from './sync/ports/clock.ts';
import { createPageCounts } from './sync/ports/page-counts.ts';
import manifest from '../package.json' with { type: 'json' };

export interface App {
  readonly logger: Logger;
  /** Answers chat and begins to sync. Returns the port it listens on. */
  start(): Promise<number>;
  /** Takes nothing new, lets what is under way come to rest, and closes the store. */
  stop(): Promise<void>;
}

/** What tests replace. */
export interface AppOverrides {
  clock?: Clock;
  logger?: Logger;
}

/** How far the cycles of two connections are apart, so that they do not all ask for turns and the disk at once. */
const STAGGER_SECONDS = 5;

/** How often those who are to be told something and have no chat with the bot are looked for. */
const READERS_LOOK_SECONDS = 60;

/** How often is looked whether a digest is due. */
const DIGEST_LOOK_SECONDS = 30;

/** Composes Dragoman from its configuration. Opens the database; nothing is listened on before `start`. */
export async function createApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const clock = overrides.clock ?? systemClock;
  const logger = overrides.logger ?? createLogger(config.process.logLevel);
  for (const warning of config.warnings) logger.warn({}, warning);

  const store = await openStore(`file:${config.process.databaseFile}`);
  const allowances = new AllowanceRegistry({ quotaPerMinute: config.requests.quotaPerMinute });
  const feeds = createFeeds();
  const people = createPeople(config.people.known);
  const parts = { people, sla: config.sla, store: store.sync, clock, logger, allowances, version: manifest.version };
  const connections = await Promise.all(
    config.connections.map(async (connection) => {
      const others = config.connections.filter((one) => one !== connection);
      const context = await createConnection({ ...parts, connection, others });
      const sync = createConnectionSync(context, {
        changed: feeds.changes.publish,
        observed: () => followEvents(context, config.automation.rules),
        cycled: () => feeds.cycles.publish(context.connectionId),
      });
      return { connection, sync };
    }),
  );
  const expiries = watchExpiries(config, clock, logger, manifest.version);
  const pages = createPageCounts();
  const pager =
    config.paging === null
      ? null
      : createPagingSender({
          settings: config.paging,
          records: store.paging,
          plain: plainText,
          clock,
          logger: logger.child({ room: 'oncall' }),
          pages,
        });
  const desk = createDesk(
    store.sync,
    connections.map(({ sync }) => sync),
    feeds,
    clock,
    async () => [
      ...(await expiries()),
      ...((await pager?.troubles()) ?? []),
      ...unreachableTroubles(chat.personalChats.closed()),
      ...chat.readers.troubles(),
    ],
  );

  let isReady = false;
  const records = { records: store.chat, messages: store.ruleMessages };
  const { timeZone, digests: schedules } = config.people;
  const began = await Promise.all(config.connections.map((one) => store.sync.connection(connectionIdIn(one))));
  const { sla } = config;
  const digests = createDigests({
    figures: store.figures,
    missed: sla === null ? null : (periods) => missedDeadlines(store.histories, sla, periods),
    desk,
    clock,
    timeZone,
    schedules,
    since: began.map((one) => one!.liveSince).toSorted()[0]!,
  });
  const { version } = manifest;
  const oncall =
    config.oncall === null
      ? null
      : createOncallDesk({ policy: config.oncall, overrides: store.overrides, desk, clock });
  const chat = createChat({
    config,
    desk,
    digests,
    oncall,
    pages,
    ...records,
    clock,
    logger,
    version,
    isReady: () => isReady,
  });
  let polls: Poll[] = [];

  return {
    logger,
    async start() {
      const port = await chat.server.listen();
      chat.keeper.start();
      chat.messenger.start();
      isReady = true;
      polls = connections.flatMap(({ connection, sync }, index) => [
        startPoll(clock, connection.sync.pollIntervalSeconds, () => sync.poll(), index * STAGGER_SECONDS),
        startAtTimes(connection.sync.fullComparison, timeZone, () => sync.compare()),
      ]);
      polls.push(startPoll(clock, READERS_LOOK_SECONDS, chat.readers.look));
      polls.push(startPoll(clock, DIGEST_LOOK_SECONDS, chat.sendDigests));
      polls.push(startWatches({ config, desk, store, oncall, chat, pager, pages, clock, logger }));
      const names = connections.map(({ connection: { name } }) => name);
      logger.info({ port, connections: names, version: manifest.version }, 'Dragoman is up');
      return port;
    },
    async stop() {
      isReady = false;
      logger.info({}, 'Dragoman is stopping');
      await chat.server.close();
      await Promise.all([
        ...polls.map((poll) => poll.stop()),
        ...connections.map(({ sync }) => sync.stop()),
        chat.bot.drain(),
      ]);
      await Promise.all([chat.keeper.stop(), chat.messenger.stop()]);
      await store.close();
    },
  };
}
