import type { TokenCredential } from '@azure/core-auth';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { CLOUDS } from '../azure/clouds.ts';
import { lateCredential } from '../azure/late-credential.ts';
import { observeClocks } from '../azure/observe-clocks.ts';
import type { ClockReading } from '../azure/observe-clocks.ts';
import { createPublicPipeline, createRequestPipeline } from '../azure/pipeline.ts';
import type { RequestPipeline } from '../azure/pipeline.ts';
import { send } from '../azure/send.ts';
import type { AzureSettings, Config, ConnectionConfig } from '../config/config.ts';
import { connectionCredential } from './credentials.ts';

/** The ways the doctor asks the services: the same as the bot's, with nothing counted, logged or kept. */
export interface DoctorAccess {
  readonly seconds: number;
  /** Reads what anybody may read. Throws RemoteError. */
  readPublic<T>(url: string, schema: z.ZodType<T>): Promise<T>;
  /** Asks the bot's authority for a tenant's public metadata. Throws RemoteError. */
  askForTenant(tenantId: string): Promise<unknown>;
  clocks(): ClockReading[];
  /** The same as one of the connections. */
  as(connection: ConnectionConfig): ConnectionAccess;
}

export interface ConnectionAccess {
  readonly seconds: number;
  credential(tenantId: string): TokenCredential;
  /** Asks a service as the connection's credential in a tenant. */
  pipeline(tenantId: string, scope: string): RequestPipeline;
  askForTenant(tenantId: string): Promise<unknown>;
}

export function createDoctorAccess(config: Config, version: string): DoctorAccess {
  const clocks = observeClocks(createDefaultHttpClient());
  const shared = {
    version,
    requestTimeoutSeconds: config.requests.timeoutSeconds,
    logger: { debug: () => {}, warn: () => {} },
    httpClient: clocks.client,
  };
  const anonymous = createPublicPipeline(shared);
  const readPublic = async <T>(url: string, schema: z.ZodType<T>) =>
    (await send(anonymous, { method: 'GET', url }, schema)).data;
  const askAuthority = (azure: AzureSettings, cloud: keyof typeof CLOUDS) => (tenantId: string) =>
    readPublic(
      `${azure.authorityHost ?? CLOUDS[cloud].authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`,
      z.unknown(),
    );
  const known = new Map<ConnectionConfig, ConnectionAccess>();

  function createAccess(connection: ConnectionConfig): ConnectionAccess {
    const credentials: Record<string, TokenCredential> = {};
    const credential = (tenantId: string) =>
      (credentials[tenantId] ??= lateCredential(() => connectionCredential(connection, tenantId)));
    return {
      seconds: connection.sync.requestTimeoutSeconds,
      credential,
      pipeline: (tenantId, scope) =>
        createRequestPipeline({
          ...shared,
          requestTimeoutSeconds: connection.sync.requestTimeoutSeconds,
          credential: credential(tenantId),
          scope,
        }),
      askForTenant: askAuthority(connection.azure, connection.endpoints.cloud),
    };
  }

  return {
    seconds: config.requests.timeoutSeconds,
    readPublic,
    askForTenant: askAuthority(config.azure, config.endpoints.cloud),
    clocks: clocks.readings,
    as(connection) {
      const access = known.get(connection) ?? createAccess(connection);
      known.set(connection, access);
      return access;
    },
  };
}
