import type { ConfigFault } from '../config-error.ts';
import type { Config, ConnectionConfig } from '../config.ts';
import type { ConnectionValues } from '../connection-variables.ts';
import type { Environment } from '../environment.ts';

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
