/**
 * Where the portals are in each cloud: Teams asks the bot about links to these. GCC's are the worldwide ones; in Azure
 * China there is no Defender portal.
 */
export const PORTAL_DOMAINS = {
  public: ['security.microsoft.com', 'portal.azure.com'],
  usgov: ['security.microsoft.com', 'portal.azure.com'],
  usgovhigh: ['security.microsoft.us', 'portal.azure.us'],
  china: ['portal.azure.cn'],
} as const;
