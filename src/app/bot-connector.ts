import { guardToken } from '../azure/guard-token.ts';
import { createBotAuthentication } from '../bot/bot-authentication.ts';
import type { BotAuthenticationSettings } from '../bot/bot-authentication.ts';
import { createConnectorGateway } from '../bot/connector-gateway.ts';
import type { Config } from '../config/config.ts';
import { botCredential } from './credentials.ts';

/** How the configuration has the bot prove who it is, and reach Teams. */
export function botConnector(config: Config) {
  const { bot: identity, endpoints, process: host } = config;
  const { timeoutSeconds } = config.requests;
  // The SDK waits for a token as long as the connection stands, and limits only the request that comes after it.
  const credentialOf = (bot: NonNullable<Config['bot']>) =>
    guardToken(botCredential(config, bot), { timeoutMs: timeoutSeconds * 1000 });
  const settings: BotAuthenticationSettings = {
    cloud: endpoints.cloud,
    identity:
      identity === null || host.devNoAuth
        ? null
        : { appId: identity.appId, tenantId: identity.tenantId, credential: credentialOf(identity) },
    openIdMetadataUrl: endpoints.openIdMetadataUrl,
    tokenIssuer: endpoints.tokenIssuer,
    authorityHost: config.azure.authorityHost,
  };
  const authentication = createBotAuthentication(settings);
  const serviceUrls = { extraHosts: endpoints.serviceHosts, allowLoopbackHttp: host.devNoAuth };
  const gateway = createConnectorGateway({
    authentication,
    appId: identity?.appId ?? '',
    serviceUrls,
    requestTimeoutSeconds: timeoutSeconds,
  });
  return { settings, authentication, serviceUrls, gateway };
}
