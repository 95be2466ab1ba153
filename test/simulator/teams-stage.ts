import { randomUUID } from 'node:crypto';
import { startEntra } from '../../src/simulator/entra/entra.ts';
import { RESOURCES } from '../../src/simulator/entra/resources.ts';
import { FaultSwitch } from '../../src/simulator/faults.ts';
import type { JsonObject } from '../../src/simulator/teams/json.ts';
import { startTeams } from '../../src/simulator/teams/start-teams.ts';
import { createTls, trustInThisProcess } from '../../src/simulator/tls.ts';
import { startSdkBot } from './sdk-bot.ts';
import type { SdkBotOptions } from './sdk-bot.ts';

export type Stage = Awaited<ReturnType<typeof setStage>>;

const user = (displayName: string, userType: 'Member' | 'Guest' = 'Member') => {
  const [givenName = '', surname = ''] = displayName.split(' ');
  const userPrincipalName = `${givenName.toLowerCase()}@contoso.example`;
  return { id: randomUUID(), displayName, givenName, surname, userPrincipalName, mail: userPrincipalName, userType };
};

/** A team with the bot in it, Entra and Teams behind it, and a bot on Microsoft's SDK that does as it is told. */
export async function setStage(script: Pick<SdkBotOptions, 'onMessage' | 'onInvoke'> = {}, manifest: JsonObject = {}) {
  const tls = await createTls();
  const distrust = trustInThisProcess(tls);
  const tenantId = randomUUID();
  const appId = randomUUID();
  const registration = (clientId: string) => ({
    clientId,
    objectId: randomUUID(),
    displayName: 'Dragoman bot',
    secrets: [{ value: 'bot-secret' }],
    graphRoles: [],
    sentinelRole: null,
  });
  const otherAppId = randomUUID();
  const users = [user('Ana Diaz'), user('Raj Patel'), user('Gil Guest', 'Guest')];
  const entra = await startEntra({
    tls,
    faults: new FaultSwitch(),
    tenants: [
      {
        id: tenantId,
        domain: 'contoso.example',
        users,
        groups: [],
        applications: [registration(appId), registration(otherAppId)],
      },
    ],
  });
  const teams = await startTeams({
    tls,
    tenantId,
    appId,
    manifest,
    accounts: users,
    verifyBotToken: (authorization) =>
      entra.verify(authorization, RESOURCES.botFramework).then(
        ({ clientId }) => clientId === appId,
        () => false,
      ),
  });
  const bot = await startSdkBot({
    appId,
    tenantId,
    secret: 'bot-secret',
    authorityHost: entra.authorityHost,
    openIdMetadataUrl: teams.openIdMetadataUrl,
    ...script,
  });
  teams.botUrl = bot.url;
  const [ana, raj, gil] = [teams.person('Ana'), teams.person('Raj'), teams.person('Gil')];
  const team = teams.addTeam('Security', ['SOC'], [ana, raj, gil]);
  const soc = teams.channel(team, 'SOC');

  async function token(clientId: string, resource: string = RESOURCES.botFramework): Promise<string> {
    const response = await fetch(`${entra.authorityHost}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: 'bot-secret',
        grant_type: 'client_credentials',
        scope: `${resource}/.default`,
      }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }
  const botToken = await token(appId);

  return {
    teams,
    bot,
    team,
    soc,
    ana,
    raj,
    gil,
    tenantId,
    token,
    otherAppId,
    /** Calls the connector as the bot would, without the SDK in between. */
    async call(method: string, path: string, body?: unknown, bearer: string | null = botToken) {
      const response = await fetch(`${teams.serviceUrl}v3/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: {
          'Content-Type': 'application/json',
          ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
        },
      });
      const text = await response.text();
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        body: (text === '' ? null : JSON.parse(text)) as Record<string, any>,
      };
    },
    async strike() {
      await bot.stop();
      await teams.stop();
      await entra.server.stop();
      distrust();
      await tls.dispose();
    },
  };
}

/** A card with the given body and buttons. */
export const card = (parts: Record<string, unknown> = {}) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text: 'Incident' }],
  ...parts,
});

export const cardMessage = (content: unknown, summary = 'an incident') => ({
  type: 'message',
  summary,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
});
