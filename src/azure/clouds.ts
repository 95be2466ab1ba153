/** Where one of Microsoft's clouds keeps what Dragoman talks to. */
export interface CloudEndpoints {
  /** Entra, which issues the tokens. */
  authorityHost: string;
  /** Microsoft Graph, without a version. */
  graph: string;
  /** Azure Resource Manager. */
  arm: string;
  /** Token scopes. They name the cloud's own resource, whatever host an endpoint is overridden with. */
  scopes: { graph: string; arm: string };
}

export const CLOUD_NAMES = ['public', 'usgov', 'usgovhigh', 'china'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

/**
 * `usgov` is GCC and `usgovhigh` is GCC High with Azure Government, as the Power Platform and Microsoft 365
 * command lines use these words. GCC tenants live in the worldwide Entra and Azure, so their row is the same
 * as the public one. Source: "National cloud deployments" in the Graph, Azure Government and Azure China docs.
 */
export const CLOUDS: Readonly<Record<CloudName, CloudEndpoints>> = {
  public: cloud('https://login.microsoftonline.com', 'https://graph.microsoft.com', 'https://management.azure.com'),
  usgov: cloud('https://login.microsoftonline.com', 'https://graph.microsoft.com', 'https://management.azure.com'),
  usgovhigh: cloud(
    'https://login.microsoftonline.us',
    'https://graph.microsoft.us',
    'https://management.usgovcloudapi.net',
  ),
  china: cloud(
    'https://login.chinacloudapi.cn',
    'https://microsoftgraph.chinacloudapi.cn',
    'https://management.chinacloudapi.cn',
  ),
};

function cloud(authorityHost: string, graph: string, arm: string): CloudEndpoints {
  return { authorityHost, graph, arm, scopes: { graph: `${graph}/.default`, arm: `${arm}/.default` } };
}
