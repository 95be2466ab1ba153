import { createAdminPlaces } from '../bot/admin-places.ts';
import { issuerOf } from '../bot/bot-authentication.ts';
import { BOT_CLOUDS } from '../bot/bot-clouds.ts';
import { createBot } from '../bot/create-bot.ts';
import { createGroupRoles } from '../bot/group-roles.ts';
import type { DragomanBot } from '../bot/dragoman-bot.ts';
import { createCardKeeper } from '../bot/keeper/card-keeper.ts';
import type { CardKeeper } from '../bot/keeper/card-keeper.ts';
import { createPaces } from '../bot/keeper/pace.ts';
import { createPersonalChats } from '../bot/personal-chats.ts';
import type { PersonalChats } from '../bot/personal-chats.ts';
import { createReaders } from '../bot/reach-readers.ts';
import type { Readers } from '../bot/reach-readers.ts';
import { createRuleMessageKeeper } from '../bot/keeper/rule-message-keeper.ts';
import type { RuleMessageKeeper } from '../bot/keeper/rule-message-keeper.ts';
import { CARD_TIMINGS } from '../bot/keeper/timings.ts';
import { createDigestSender } from '../bot/send-due-digests.ts';
import { findChannel } from '../bot/find-channel.ts';
import { isTrustedServiceUrl } from '../bot/service-url.ts';
import { CardSigner } from '../cards/card-signer.ts';
import type { Config } from '../config/config.ts';
import { createServer } from '../server/create-server.ts';
import type { HttpServer } from '../server/create-server.ts';
import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';
import type { RuleMessages } from '../sync/ports/rule-messages.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { Digests } from '../sync/ports/digest.ts';
import type { OncallDesk } from '../sync/ports/oncall.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import { botConnector } from './bot-connector.ts';
import { createGroupMembers } from './create-group-members.ts';
import type { Logger } from './logger.ts';

export interface ChatParts {
  /** Null where no rota is configured. */
  oncall: OncallDesk | null;
  config: Config;
  desk: Desk;
  digests: Digests;
  records: ChatRecords;
  /** What automation rules want told. */
  messages: RuleMessages;
  /** Where is counted whom pages reached. */
  pages: PageCounts;
  clock: Clock;
  logger: Logger;
  version: string;
  isReady(): boolean;
}

export interface Chat {
  bot: DragomanBot;
  keeper: CardKeeper;
  messenger: RuleMessageKeeper;
  personalChats: PersonalChats;
  /** Whom the configuration names besides the rota. */
  readers: Readers;
  server: HttpServer;
  /** Sends the digests that are due and were not sent. */
  sendDigests(): Promise<void>;
  /** A channel or group chat that the configuration names; null where it cannot be reached. */
  findPlace(conversationId: string): Promise<Conversation | null>;
}

/** The chat side: what comes in over HTTP, the bot that answers it, and the keeper of the cards. */
export function createChat(parts: ChatParts): Chat {
  const { config, desk, digests, oncall, records, messages, pages, clock, logger, version, isReady } = parts;
  const { bot: identity, endpoints, people, process: host } = config;
  const [first, ...others] = host.cardSecrets.map((secret) => secret.reveal());
  const { settings: authenticationSettings, authentication, serviceUrls, gateway } = botConnector(config);
  const { adminIds, allowedTenants } = people;
  const places = {
    tenantId: (identity?.tenantId ?? allowedTenants[0] ?? '').toLowerCase(),
    // An own door for the bot means an own Teams, of which Microsoft's addresses say nothing.
    defaultServiceUrl: endpoints.openIdMetadataUrl === null ? BOT_CLOUDS[endpoints.cloud].serviceUrl : null,
  };
  const admins = createAdminPlaces({ chat: records, adminChannel: people.adminChannel, adminIds, ...places });
  const cards = { signer: new CardSigner([first!, ...others]), timeZone: people.timeZone };
  const log = logger.child({ room: 'bot' });
  const shared = { desk, chat: records, gateway, admins, cards, clock, logger: log };
  const paces = createPaces(clock, CARD_TIMINGS);
  const keeper = createCardKeeper({ ...shared, paces, pages });
  const messenger = createRuleMessageKeeper({ ...shared, messages, paces });
  const { to: targets } = people.digests;
  const digestChannels = targets.channels;
  const groups = createGroupMembers(config, logger, version);
  const groupRoles = createGroupRoles({ roleGroups: people.roleGroups, groups, clock, logger: log });
  const findPlace = (id: string) => findChannel({ chat: records, ...places }, id);
  const ownPlaces = [config.oncall?.handoverTo, admins.channelId].filter((id) => id != null);
  const otherPlaces = () => Promise.all(ownPlaces.map(findPlace));
  const chatOptions = { chat: records, gateway, otherPlaces, clock };
  const personalChats = createPersonalChats(chatOptions);
  const readers = createReaders({
    digests: targets.people,
    admins: admins.channelId === null ? adminIds : [],
    chats: createPersonalChats(chatOptions),
    onLooked: keeper.troublesMayHaveChanged,
  });
  const bot = createBot({
    ...shared,
    ...cards,
    groupRoles,
    digests,
    oncall,
    personalChats,
    digestChannels,
    keeper,
    adminIds,
    allowedTenants,
  });
  const server = createServer({
    authentication,
    issuer: authenticationSettings.identity === null ? null : issuerOf(authenticationSettings),
    bot,
    isTrustedServiceUrl: (url) => isTrustedServiceUrl(url, serviceUrls),
    desk,
    digests,
    pages,
    isReady,
    host: host.host,
    port: host.port,
    logger: logger.child({ room: 'server' }),
  });
  const sendDigests = createDigestSender({ ...shared, digests, keeper, places, targets });
  return { bot, keeper, messenger, personalChats, readers, server, sendDigests, findPlace };
}
