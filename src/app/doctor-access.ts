import type { TokenCredential } from '@azure/core-auth';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { CLOUDS } from '../azure/clouds.ts';
import { observeClocks } from '../azure/observe-clocks.ts';
import type { ClockReading } from '../azure/observe-clocks.ts';
import { createPublicPipeline, createRequestPipeline } from '../azure/pipeline.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import { send } from '../azure/send.ts';
import type { Config } from '../config/config.ts';
import { azureCredential } from './credentials.ts';

/** The ways the doctor asks the services: the same as the bot's, with nothing counted, logged or kept. */
export interface DoctorAccess {
  readonly seconds: number;
  credential(tenantId: string): TokenCredential;
  /** Asks a service as the Azure credential in a tenant. */
  pipeline(tenantId: string, scope: string): RequestPipeline;
  /** Reads what anybody may read. Throws RemoteError. */
  readPublic<T>(url: string, schema: z.ZodType<T>): Promise<T>;
  /** Asks the authority for a tenant's public metadata. Throws RemoteError. */
  askForTenant(tenantId: string): Promise<unknown>;
  clocks(): ClockReading[];
}

export function createDoctorAccess(config: Config, version: string): DoctorAccess {
  const clocks = observeClocks(createDefaultHttpClient());
  const seconds = config.sync.requestTimeoutSeconds;
  const credentials = new Map<string, TokenCredential>();
  const shared = {
    version,
    requestTimeoutSeconds: seconds,
    logger: { debug: () => {}, warn: () => {} },
    httpClient: clocks.client,
  };
  const anonymous = createPublicPipeline(shared);
  const authorityHost = config.azure.authorityHost ?? CLOUDS[config.endpoints.cloud].authorityHost;

  const access: DoctorAccess = {
    seconds,
    credential(tenantId) {
      const known = credentials.get(tenantId) ?? lazily(() => azureCredential(config, tenantId));
      credentials.set(tenantId, known);
      return known;
    },
    pipeline: (tenantId, scope) => createRequestPipeline({ ...shared, credential: access.credential(tenantId), scope }),
    readPublic: async (url, schema) => (await send(anonymous, { method: 'GET', url }, schema)).data,
    askForTenant: (tenantId) =>
      access.readPublic(`${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`, z.unknown()),
    clocks: clocks.readings,
  };
  return access;
}

/** A credential that cannot even be made fails where it is used, not where all checks are put together. */
export function lazily(make: () => TokenCredential): TokenCredential {
  let made: TokenCredential | null = null;
  return {
    async getToken(scopes, options) {
      made ??= make();
      return made.getToken(scopes, options);
    },
  };
}
