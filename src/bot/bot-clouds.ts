/** Where one of Microsoft's clouds keeps its Bot Framework. */
export interface BotCloud {
  /** Audience of outbound tokens, without `/.default`. */
  scope: string;
  /** Issuer of inbound tokens. */
  issuer: string;
  openIdMetadataUrl: string;
  oAuthUrl: string;
  callerId: string;
  loginHost: string;
  /** Where Teams is reached before any activity told a better address; null where none is published. */
  serviceUrl: string | null;
}

const PUBLIC: BotCloud = {
  scope: 'https://api.botframework.com',
  issuer: 'https://api.botframework.com',
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  oAuthUrl: 'https://api.botframework.com',
  callerId: 'urn:botframework:azure',
  loginHost: 'https://login.microsoftonline.com',
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
};

/**
 * Sources: the SDK's AuthenticationConstants and GovernmentConstants; for China the Azure Bot Service docs of
 * docs.azure.cn. GCC (`usgov`) bots live in the worldwide Bot Framework. The service addresses are those the Teams
 * documentation names for messages to a place that was never heard of.
 */
export const BOT_CLOUDS: Readonly<Record<'public' | 'usgov' | 'usgovhigh' | 'china', BotCloud>> = {
  public: PUBLIC,
  usgov: { ...PUBLIC, serviceUrl: 'https://smba.infra.gcc.teams.microsoft.com/teams/' },
  usgovhigh: {
    scope: 'https://api.botframework.us',
    issuer: 'https://api.botframework.us',
    openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    oAuthUrl: 'https://api.botframework.azure.us',
    callerId: 'urn:botframework:azureusgov',
    loginHost: 'https://login.microsoftonline.us',
    serviceUrl: 'https://smba.infra.gov.teams.microsoft.us/teams/',
  },
  china: {
    scope: 'https://api.botframework.azure.cn',
    issuer: 'https://api.botframework.azure.cn',
    openIdMetadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    oAuthUrl: 'https://token.botframework.azure.cn',
    callerId: 'urn:botframework:azure',
    loginHost: 'https://login.partner.microsoftonline.cn',
    serviceUrl: null,
  },
};
