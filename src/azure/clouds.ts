/** Where one of Microsoft's clouds keeps what Dragoman talks to. */
export interface CloudEndpoints {
  /** Entra, which issues the tokens. */
  authorityHost: string;
  /** Microsoft Graph, without a version. */
  graph: string;
  /** Azure Resource Manager. */
  arm: string;
  /** The older Defender XDR API, without `/api`; null where it is not offered. */
  legacyDefender: string | null;
  /** Token scopes. They name the cloud's own resource, whatever host an endpoint is overridden with. */
  scopes: { graph: string; arm: string; legacyDefender: string | null };
}

export const CLOUD_NAMES = ['public', 'usgov', 'usgovhigh', 'china'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

/**
 * `usgov` is GCC and `usgovhigh` is GCC High with Azure Government, as the Power Platform and Microsoft 365
 * command lines use these words. GCC tenants live in the worldwide Entra and Azure, so their row is the same
 * as the public one, but for the older Defender API, which has hosts of its own there. Sources: "National cloud
 * deployments" in the Graph, Azure Government and Azure China docs; "Defender for US Government" in the Defender
 * docs. That its tokens name these hosts in the government clouds is taken from the public cloud, not documented.
 */
export const CLOUDS: Readonly<Record<CloudName, CloudEndpoints>> = {
  public: cloud({
    authorityHost: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    arm: 'https://management.azure.com',
    legacyDefender: 'https://api.security.microsoft.com',
  }),
  usgov: cloud({
    authorityHost: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    arm: 'https://management.azure.com',
    legacyDefender: 'https://api-gcc.security.microsoft.us',
  }),
  usgovhigh: cloud({
    authorityHost: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    arm: 'https://management.usgovcloudapi.net',
    legacyDefender: 'https://api-gov.security.microsoft.us',
  }),
  china: cloud({
    authorityHost: 'https://login.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    arm: 'https://management.chinacloudapi.cn',
    legacyDefender: null,
  }),
};

function cloud(endpoints: Omit<CloudEndpoints, 'scopes'>): CloudEndpoints {
  const { graph, arm, legacyDefender } = endpoints;
  const scopes = {
    graph: `${graph}/.default`,
    arm: `${arm}/.default`,
    legacyDefender: legacyDefender === null ? null : `${legacyDefender}/.default`,
  };
  return { ...endpoints, scopes };
}
