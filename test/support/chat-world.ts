import { ClientSecretCredential } from '@azure/identity';
import { createAdminPlaces } from '../../src/bot/admin-places.ts';
import { createBotAuthentication, issuerOf } from '../../src/bot/bot-authentication.ts';
import { createConnectorGateway } from '../../src/bot/connector-gateway.ts';
import { createBot } from '../../src/bot/create-bot.ts';
import { createCardKeeper } from '../../src/bot/keeper/card-keeper.ts';
import { isTrustedServiceUrl } from '../../src/bot/service-url.ts';
import { CardSigner } from '../../src/cards/card-signer.ts';
import { createServer } from '../../src/server/create-server.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { trustInThisProcess } from '../../src/simulator/tls.ts';
import { systemClock } from '../../src/sync/ports/clock.ts';
import type { OncallDesk } from '../../src/sync/ports/oncall.ts';
import { createPageCounts } from '../../src/sync/ports/page-counts.ts';
import type { Person } from '../../src/incident/person.ts';
import type { Role } from '../../src/sync/ports/chat-records.ts';
import { FakeChatRecords } from './fake-chat-records.ts';
import { FakeDigests } from './fake-digests.ts';
import { FakeDesk } from './fake-desk.ts';

interface LogLine {
  level: string;
  message: string;
  fields: object;
}

/** The real bot and server in front of a simulated Teams; behind them a desk and records in memory. */
export async function startChatWorld({
  requestTimeoutSeconds = 5,
  adminChannel = false,
  oncall = null,
}: { requestTimeoutSeconds?: number; adminChannel?: boolean; oncall?: OncallDesk | null } = {}) {
  const simulator = await startSimulator();
  const { teams, admin, microsoft } = simulator;
  const distrust = trustInThisProcess(microsoft.tls);
  const env = simulator.environment();
  const desk = new FakeDesk();
  const chat = new FakeChatRecords((number) => desk.incidents.get(number)?.version ?? -1);
  const logs: LogLine[] = [];
  const log = (level: string) => (fields: object, message: string) => void logs.push({ level, message, fields });
  const logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };

  const people = {
    ana: admin,
    raj: teams.person('Raj'),
    mira: teams.person('Mira'),
    jo: teams.person('Jo'),
    guest: teams.person('Sam'),
  };
  const team = teams.addTeam('SOC', ['Alerts', 'Unbound', 'Admins', 'Managers'], Object.values(people));

  const { clientId: appId, secrets } = microsoft.apps.bot;
  const credential = new ClientSecretCredential(microsoft.tenantId, appId, secrets[0]!.value, {
    authorityHost: env.AZURE_AUTHORITY_HOST!,
    disableInstanceDiscovery: true,
  });
  const identity = { appId, tenantId: microsoft.tenantId, credential };
  const bot = {
    cloud: 'public',
    openIdMetadataUrl: teams.openIdMetadataUrl,
    tokenIssuer: teams.signer.issuer,
  } as const;
  const authentication = createBotAuthentication({ ...bot, identity, authorityHost: env.AZURE_AUTHORITY_HOST! });
  const serviceUrls = { extraHosts: ['localhost'], allowLoopbackHttp: false };
  const gateway = createConnectorGateway({ authentication, appId, serviceUrls, requestTimeoutSeconds });
  const signer = new CardSigner([env.CARD_SECRET!]);
  const admins = createAdminPlaces({
    chat,
    adminChannel: adminChannel ? teams.channel(team, 'Admins').id : null,
    adminIds: [admin.objectId!],
    tenantId: microsoft.tenantId,
    defaultServiceUrl: null,
  });
  const common = { desk, chat, gateway, admins, clock: systemClock, logger };
  const keeper = createCardKeeper({ ...common, cards: { signer, timeZone: 'UTC' } });
  const digests = new FakeDigests();
  const groupPeople: Person[] = [];
  const allowedTenants = [microsoft.tenantId];
  const dragoman = createBot({
    ...common,
    groupRoles: {
      configured: [],
      rolesOf: async () => ({ roles: [], isComplete: true }),
      peopleWith: () => groupPeople,
    },
    digests,
    oncall,
    personalChats: { closed: () => [] },
    digestChannels: [teams.channel(team, 'Managers').id],
    keeper,
    signer,
    timeZone: 'UTC',
    adminIds: [admin.objectId!],
    allowedTenants,
  });
  const server = createServer({
    authentication,
    issuer: issuerOf(bot),
    bot: dragoman,
    desk,
    digests,
    pages: createPageCounts(),
    isReady: () => true,
    isTrustedServiceUrl: (url) => isTrustedServiceUrl(url, serviceUrls),
    host: '127.0.0.1',
    port: 0,
    logger,
  });
  teams.botUrl = `http://127.0.0.1:${await server.listen()}`;
  keeper.start();

  await teams.install(team, admin);
  const channel = teams.channel(team, 'Alerts');

  return {
    simulator,
    teams,
    desk,
    digests,
    chat,
    logs,
    /** Whom Entra groups make responders. */
    groupPeople,
    signer,
    gateway,
    people,
    team,
    channel,
    keeper,
    server,
    appId,
    tenantId: microsoft.tenantId,
    unbound: teams.channel(team, 'Unbound'),
    adminChannel: teams.channel(team, 'Admins'),
    digestChannel: teams.channel(team, 'Managers'),
    async grant(person: { objectId: string | undefined; name: string }, role: Role) {
      await chat.grant({
        objectId: person.objectId!,
        tenantId: microsoft.tenantId,
        role,
        name: person.name,
        grantedBy: admin.objectId!,
        grantedAt: '2026-11-22T08:00:00Z',
      });
    },
    /** The newest message the bot wrote in the thread of what was said. */
    async answerTo(said: { message: { id: string } }) {
      return teams.until(
        () => {
          const threads = [channel, ...team.channels, ...teams.state.chats].flatMap((place) => teams.messages(place));
          return threads.find((one) => one.id === said.message.id)?.replies.findLast((one) => one.isBot);
        },
        8_000,
        `an answer to ${said.message.id}`,
      );
    },
    async stop() {
      await keeper.stop();
      await dragoman.drain();
      await server.close();
      await simulator.stop();
      distrust();
    },
  };
}

export type ChatWorld = Awaited<ReturnType<typeof startChatWorld>>;

/** The code a refusal carries in an answer: beside a message, or in the data of a card's or form's button. */
export function codeIn(answer: unknown): string | null {
  return /"code":"([a-z_]+)"/.exec(JSON.stringify(answer))?.[1] ?? null;
}
