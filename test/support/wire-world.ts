import { CLOUDS } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { createRequestPipeline } from '../../src/azure/pipeline.ts';
import { createDefenderPort } from '../../src/defender/create-defender-port.ts';
import { createLegacyDefenderPort } from '../../src/defender/legacy/create-legacy-defender-port.ts';
import { createSentinelPort } from '../../src/sentinel/create-sentinel-port.ts';
import { startMicrosoft } from '../../src/simulator/microsoft.ts';
import { createTls, trustInThisProcess } from '../../src/simulator/tls.ts';
import { createSyncWorld } from './sync-world.ts';
import { TamperedHttp } from './tampered-http.ts';

const quiet = { debug: () => {}, warn: () => {} };

/**
 * The whole sync over the real adapters, simulated services and TLS, with somebody in the way who can spoil any answer.
 * Time is the fake clock's for all but tokens.
 */
export async function createWireWorld(defenderApi: 'graph' | 'legacy', responseLimitBytes?: number) {
  const world = await createSyncWorld({ patienceMilliseconds: 0 });
  const tls = await createTls();
  const distrust = trustInThisProcess(tls);
  const legacyLimits = { callsPerMinute: 100_000, getsPerMinute: 100_000, perHour: 100_000 };
  const limits = { graphSecurityPerMinute: 100_000, legacyLimits };
  const microsoft = await startMicrosoft({ now: world.clock.now, tls, ...limits });
  const http = new TamperedHttp();
  const { clientId, secrets } = microsoft.apps.azure;
  const credential = createCredential({
    tenantId: microsoft.tenantId,
    clientId,
    clientSecret: secrets[0]!.value,
    authorityHost: microsoft.entra.authorityHost,
    disableInstanceDiscovery: true,
  });
  const pipeline = (scope: string) =>
    createRequestPipeline({
      credential,
      scope,
      version: '0.0.0',
      requestTimeoutSeconds: 15,
      logger: quiet,
      retryDelayMs: 0,
      meter: world.meter,
      httpClient: http,
      ...(responseLimitBytes === undefined ? {} : { responseLimitBytes }),
    });
  const { scopes } = CLOUDS.public;
  const { graph, legacyDefender, arm, workspace } = microsoft;
  const defender =
    defenderApi === 'graph'
      ? createDefenderPort({ endpoint: graph.endpoint, pipeline: pipeline(scopes.graph) })
      : createLegacyDefenderPort({ endpoint: legacyDefender.endpoint, pipeline: pipeline(scopes.legacyDefender!) });
  const sentinel = createSentinelPort({ endpoint: arm.endpoint, workspace, pipeline: pipeline(scopes.arm) });
  Object.assign(world.sides.defender, defender);
  Object.assign(world.sides.sentinel, sentinel);
  return {
    ...world,
    get desk() {
      return world.desk;
    },
    microsoft,
    http,
    async close() {
      await world.close();
      await microsoft.stop();
      distrust();
      await tls.dispose();
    },
  };
}

export type WireWorld = Awaited<ReturnType<typeof createWireWorld>>;
