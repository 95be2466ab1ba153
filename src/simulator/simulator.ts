import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../manifest/manifest.json' with { type: 'json' };
import { RESOURCES } from './entra/resources.ts';
import { startMicrosoft } from './microsoft.ts';
import type { Microsoft, MicrosoftOptions } from './microsoft.ts';
import type { JsonObject } from './teams/json.ts';
import type { Person } from './teams/person.ts';
import { startTeams } from './teams/start-teams.ts';
import type { Teams } from './teams/teams.ts';

export interface SimulatorOptions extends Pick<
  MicrosoftOptions,
  | 'now'
  | 'otherTenants'
  | 'graphSecurityPerMinute'
  | 'armLimits'
  | 'legacyLimits'
  | 'defenderApi'
  | 'nativeSync'
  | 'fabrikam'
> {
  ports?: {
    entra?: number;
    graph?: number;
    arm?: number;
    legacyDefender?: number;
    connector?: number;
    openId?: number;
    bot?: number;
  };
  /** Where the bot listens; by default on a free port of 127.0.0.1, which `environment` names as PORT. */
  botUrl?: string;
}

/** A whole world for the bot: Entra, Defender, Sentinel and Teams. */
export interface Simulator {
  microsoft: Microsoft;
  teams: Teams;
  /** Whose object id is in ADMIN_IDS. */
  admin: Person;
  botUrl: string;
  /** Every variable that `npm start` needs to run against this world; `more` is laid over them. */
  environment(more?: Record<string, string>): Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the world. Nothing outlives `stop`: keys, the certificate and the bot's database are temporary. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { ports = {}, now } = options;
  const microsoft = await startMicrosoft(options);
  const { entra, apps, tenantId, tls, users } = microsoft;
  const port = ports.bot ?? (await freePort());
  const botUrl = options.botUrl ?? `http://127.0.0.1:${port}`;
  const teams = await startTeams({
    tls,
    tenantId,
    appId: apps.bot.clientId,
    accounts: users,
    botUrl,
    ports,
    manifest: uploaded(manifest, apps.bot.clientId),
    ...(now === undefined ? {} : { now }),
    verifyBotToken: (authorization) =>
      entra.verify(authorization, RESOURCES.botFramework).then(
        ({ clientId }) => clientId === apps.bot.clientId,
        () => false,
      ),
  });
  const [first] = users;
  if (first === undefined) throw new Error('The company has nobody in it.');
  const admin = teams.person(first.id);
  const folder = await mkdtemp(join(tmpdir(), 'dragoman-data-'));
  const cardSecret = randomBytes(32).toString('hex');

  return {
    microsoft,
    teams,
    admin,
    botUrl,
    environment: (more = {}) => ({
      ...microsoft.environment(),
      BOT_OPENID_METADATA_URL: teams.openIdMetadataUrl,
      BOT_TOKEN_ISSUER: teams.signer.issuer,
      BOT_SERVICE_HOSTS: 'localhost',
      ADMIN_IDS: first.id,
      CARD_SECRET: cardSecret,
      SYNC_MODE: 'bridge',
      SYNC_START: 'go',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: `file:${join(folder, 'dragoman.db')}`,
      ...more,
    }),
    async stop() {
      await Promise.all([teams.stop(), microsoft.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The project's manifest as the administrator of a company in the worldwide cloud uploads it. */
function uploaded(template: object, appId: string): JsonObject {
  const text = JSON.stringify(template)
    .replaceAll('"${{PORTAL_DOMAINS}}"', '"security.microsoft.com","portal.azure.com"')
    .replaceAll('${{MicrosoftAppId}}', appId);
  return JSON.parse(text) as JsonObject;
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
