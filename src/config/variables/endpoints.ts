import { z } from 'zod';
import { about, anHttpsUrl } from '../about.ts';
import type { ConfigFault } from '../config-error.ts';
import type { Config, ConnectionConfig } from '../config.ts';
import type { ConnectionValues } from '../connection-variables.ts';
import type { Environment } from '../environment.ts';
import * as values from '../values.ts';

const group = 'Endpoints (other clouds, simulators)';

/** Which of Microsoft's clouds, and what stands elsewhere. */
export const endpointVariables = {
  CLOUD: z.enum(['public', 'usgov', 'usgovhigh', 'china']).default('public').register(about, {
    group,
    summary: "Which of Microsoft's clouds; token scopes follow it.",
    accepted: 'public, usgov, usgovhigh or china',
    default: 'public',
  }),
  GRAPH_ENDPOINT: values.httpsUrl.optional().register(about, {
    group,
    summary: 'Microsoft Graph, without a version; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  ARM_ENDPOINT: values.httpsUrl.optional().register(about, {
    group,
    summary: 'Azure Resource Manager; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  DEFENDER_API: z.enum(['graph', 'legacy']).default('graph').register(about, {
    group,
    summary:
      'Which of the Defender APIs is used. `legacy` is the older one, which takes no severity and no closing note.',
    accepted: 'graph or legacy',
    default: 'graph',
  }),
  DEFENDER_ENDPOINT: values.httpsUrl.optional().register(about, {
    group,
    summary: 'The older Defender API, without `/api`, such as a regional host; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  BOT_OPENID_METADATA_URL: values.httpsOrLoopbackUrl.optional().register(about, {
    group,
    summary: 'Where the keys of inbound tokens are published; follows CLOUD when not set.',
    accepted: `${anHttpsUrl}, or http on a loopback address`,
  }),
  BOT_TOKEN_ISSUER: values.httpsUrl.optional().register(about, {
    group,
    summary: 'Issuer of inbound tokens; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  BOT_SERVICE_HOSTS: values.hostList.optional().register(about, {
    group,
    summary: "Hosts that may speak for Teams besides Microsoft's own.",
    accepted: 'host names without ports, comma separated',
  }),
};

/** Azure China has no older Defender API, and so no resource that a token for it could name. */
export function checkDefenderApi(known: ConnectionValues): ConfigFault[] {
  if (known.DEFENDER_API !== 'legacy' || known.CLOUD !== 'china') return [];
  return [{ variable: 'DEFENDER_API', found: '"legacy"', accepted: 'graph while CLOUD is china' }];
}

/** Where a connection finds its two places. */
export function toConnectionEndpoints(known: Required<ConnectionValues>): ConnectionConfig['endpoints'] {
  return {
    cloud: known.CLOUD,
    defenderApi: known.DEFENDER_API,
    graph: known.GRAPH_ENDPOINT ?? null,
    arm: known.ARM_ENDPOINT ?? null,
    legacyDefender: known.DEFENDER_ENDPOINT ?? null,
  };
}

/** Where the bot finds what it needs besides. */
export function toBotEndpoints(known: Environment): Config['endpoints'] {
  return {
    cloud: known.CLOUD,
    graph: known.GRAPH_ENDPOINT ?? null,
    openIdMetadataUrl: known.BOT_OPENID_METADATA_URL ?? null,
    tokenIssuer: known.BOT_TOKEN_ISSUER ?? null,
    serviceHosts: known.BOT_SERVICE_HOSTS ?? [],
  };
}
