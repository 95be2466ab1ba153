import { createBotAuthentication } from '../bot/bot-authentication.ts';
import type { BotAuthenticationSettings } from '../bot/bot-authentication.ts';
import { createConnectorGateway } from '../bot/connector-gateway.ts';
import type { Config } from '../config/config.ts';
import { botCredential } from './credentials.ts';

/** How the configuration has the bot prove who it is, and reach Teams. */
export function botConnector(config: Config) {
  const { bot: identity, endpoints, process: host } = config;
  const settings: BotAuthenticationSettings = {
    cloud: endpoints.cloud,
    identity:
      identity === null || host.devNoAuth
        ? null
        : { appId: identity.appId, tenantId: identity.tenantId, credential: botCredential(config, identity) },
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
    requestTimeoutSeconds: config.requests.timeoutSeconds,
  });
  return { settings, authentication, serviceUrls, gateway };
}
