import { lateCredential } from '../azure/late-credential.ts';
import { CLOUDS } from '../azure/clouds.ts';
import { createRequestPipeline } from '../azure/pipeline.ts';
import type { Config, ConnectionConfig } from '../config/config.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Trouble } from '../sync/ports/desk.ts';
import { watchCredentials } from '../sync/report/watch-credentials.ts';
import { credentialExpiries } from './credential-expiries.ts';
import { connectionCredential } from './credentials.ts';
import type { Logger } from './logger.ts';

const PURPOSES = { azure: 'reading and writing incidents', bot: 'the bot' } as const;

/** Tells of every credential of this process that is about to expire. */
export function watchExpiries(config: Config, clock: Clock, logger: Logger, version: string): () => Promise<Trouble[]> {
  const graphPipeline = (connection: ConnectionConfig, tenantId: string) =>
    createRequestPipeline({
      credential: lateCredential(() => connectionCredential(connection, tenantId)),
      version,
      requestTimeoutSeconds: connection.sync.requestTimeoutSeconds,
      logger: logger.child({ room: 'azure' }),
      scope: CLOUDS[connection.endpoints.cloud].scopes.graph,
    });
  const watched = credentialExpiries(config, graphPipeline).map(({ owner, port }) => ({
    purpose: PURPOSES[owner],
    port,
  }));
  return watchCredentials(watched, clock);
}
