import type { TokenCredential } from '@azure/core-auth';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import { BOT_CLOUDS } from './bot-clouds.ts';
import { AzureServiceCredentials } from './service-credentials.ts';

export interface BotAuthenticationSettings {
  cloud: keyof typeof BOT_CLOUDS;
  /** Null: without authentication, for development only. */
  identity: { appId: string; tenantId: string; credential: TokenCredential } | null;
  /** Null: the cloud's own. */
  openIdMetadataUrl: string | null;
  tokenIssuer: string | null;
  authorityHost: string | null;
}

/**
 * How tokens are checked and got. The SDK takes all of these settings from us or none: one that is set makes
 * it expect the others, and those left out are then undefined, which refuses every request.
 */
export function createBotAuthentication(settings: BotAuthenticationSettings): BotFrameworkAuthentication {
  const { identity } = settings;
  const cloud = BOT_CLOUDS[settings.cloud];
  const loginHost = settings.authorityHost ?? cloud.loginHost;
  const options = {
    MicrosoftAppId: identity?.appId ?? '',
    MicrosoftAppTenantId: identity?.tenantId ?? '',
    ToChannelFromBotLoginUrl: `${loginHost}/${identity?.tenantId ?? 'botframework.com'}`,
    ToChannelFromBotOAuthScope: cloud.scope,
    ToBotFromChannelTokenIssuer: issuerOf(settings),
    OAuthUrl: cloud.oAuthUrl,
    ToBotFromChannelOpenIdMetadataUrl: settings.openIdMetadataUrl ?? cloud.openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: settings.openIdMetadataUrl ?? cloud.openIdMetadataUrl,
    CallerId: cloud.callerId,
    ValidateAuthority: true,
  };
  return new ConfigurationBotFrameworkAuthentication(options, new AzureServiceCredentials(identity));
}

/** The issuer that inbound tokens must name. */
export function issuerOf({ cloud, tokenIssuer }: Pick<BotAuthenticationSettings, 'cloud' | 'tokenIssuer'>): string {
  return tokenIssuer ?? BOT_CLOUDS[cloud].issuer;
}
