import { FaultSwitch } from '../faults.ts';
import { serve } from '../server.ts';
import { connectorErrorBody } from './connector-error.ts';
import { connectorHandler } from './connector.ts';
import type { VerifyBotToken } from './connector.ts';
import { extensionCommands } from './extension/extension-commands.ts';
import { MessageIds } from './ids.ts';
import { Inbound } from './inbound.ts';
import type { JsonObject } from './json.ts';
import { openIdHandler } from './openid.ts';
import { personOf } from './person.ts';
import type { Account } from './person.ts';
import { RateLimits } from './rate-limits.ts';
import { TeamsState } from './teams-state.ts';
import { Teams } from './teams.ts';
import { TokenSigner } from './token-signer.ts';

export interface StartTeamsOptions {
  tls: { certPem: string; keyPem: string };
  /** The home tenant. */
  tenantId: string;
  /** The bot's registration. */
  appId: string;
  botName?: string;
  /** The home tenant's directory: everybody who can be in a team. */
  accounts: Account[];
  verifyBotToken: VerifyBotToken;
  /** Where the bot listens; may be set later as `botUrl`. */
  botUrl?: string;
  tokenIssuer?: string;
  /** The app as it was uploaded; without one it extends nothing. */
  manifest?: JsonObject;
  now?: () => Date;
  ports?: { connector?: number; openId?: number };
}

/** Starts a Teams with nobody's team in it yet: the connector, the keys, and the home tenant's people. */
export async function startTeams(options: StartTeamsOptions): Promise<Teams> {
  const { tls, tenantId, appId, ports = {}, now = () => new Date() } = options;
  const nowMs = () => now().getTime();
  const state = new TeamsState(tenantId);
  state.people.push(...options.accounts.map((account) => personOf(account, tenantId)));
  const serviceUrl = () => `${connector.url}/teams/`;
  const signer = await TokenSigner.create({
    issuer: options.tokenIssuer ?? 'https://api.botframework.com',
    appId,
    serviceUrl,
  });
  const ids = new MessageIds(nowMs);
  const limits = new RateLimits(nowMs);
  const faults = new FaultSwitch({
    now,
    errorBody: (status, message) => connectorErrorBody(faultCodes[status] ?? 'ServiceError', message),
  });
  const inbound = new Inbound(
    { state, signer, appId, botName: options.botName ?? 'Dragoman', serviceUrl, now },
    options.botUrl ?? 'http://127.0.0.1:3978',
  );
  const connector = await serve({
    name: 'teams connector',
    tls,
    faults,
    handler: connectorHandler({ state, ids, limits, now: nowMs }, options.verifyBotToken),
    ...(ports.connector === undefined ? {} : { port: ports.connector }),
  });
  const openId = await serve({
    name: 'teams keys',
    tls,
    handler: openIdHandler(signer, () => openId.url),
    ...(ports.openId === undefined ? {} : { port: ports.openId }),
  });
  return new Teams({
    state,
    signer,
    inbound,
    limits,
    faults,
    connector,
    openId,
    ids,
    now,
    commands: extensionCommands(options.manifest ?? {}),
  });
}

/** The words the service uses for a status, for faults that bring no body of their own. */
const faultCodes: Record<number, string> = {
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  413: 'MessageSizeTooBig',
  429: 'TooManyRequests',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};
