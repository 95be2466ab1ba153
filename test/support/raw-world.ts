import { createGraphDirectory } from '../../src/azure/graph-directory.ts';
import { createRequestPipeline } from '../../src/azure/pipeline.ts';
import type { PipelineSettings } from '../../src/azure/pipeline.ts';
import { createDefenderPort } from '../../src/defender/create-defender-port.ts';
import { createLegacyDefenderPort } from '../../src/defender/legacy/create-legacy-defender-port.ts';
import { createSentinelPort } from '../../src/sentinel/create-sentinel-port.ts';
import { startRawServices } from './raw-services.ts';
import { createSyncWorld } from './sync-world.ts';

const quiet = { debug: () => {}, warn: () => {} };
export const TOKEN = 'a-token-for-nobody-else';

/** The ports and the directory over the real pipeline, before services that answer byte for byte. */
export async function createRawPorts(overrides: Partial<PipelineSettings> = {}) {
  const services = await startRawServices();
  const pipeline = createRequestPipeline({
    credential: { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    scope: 'https://service.test/.default',
    version: '0.0.0',
    requestTimeoutSeconds: 15,
    logger: quiet,
    retryDelayMs: 0,
    ...overrides,
  });
  const workspace = { subscriptionId: 's', resourceGroup: 'rg', workspace: 'ws' };
  const { endpoints } = services;
  return {
    services,
    graph: createDefenderPort({ endpoint: endpoints.graph, pipeline }),
    legacy: createLegacyDefenderPort({ endpoint: endpoints.legacy, pipeline }),
    arm: createSentinelPort({ endpoint: endpoints.arm, workspace, pipeline }),
    directory: createGraphDirectory({ endpoint: endpoints.graph, pipeline }),
  };
}

/** The whole sync on those ports, on a fake clock. */
export async function createRawWorld(overrides: Partial<PipelineSettings> = {}) {
  const ports = await createRawPorts(overrides);
  const others = { resolve: async () => null };
  const world = await createSyncWorld(
    { patienceMilliseconds: 0 },
    { directories: { defender: others, sentinel: ports.directory } },
  );
  Object.assign(world.sides.defender, ports.graph);
  Object.assign(world.sides.sentinel, ports.arm);
  return {
    ...world,
    ...ports,
    get desk() {
      return world.desk;
    },
    /** What is put aside of a side, with the reason. */
    async aside(side: 'defender' | 'sentinel'): Promise<Record<string, string>> {
      const rows = await world.store.sync.quarantined(world.context.connectionId, side);
      return Object.fromEntries(rows.map(({ itemId, reason }) => [itemId, reason]));
    },
    async close() {
      await world.close();
      await ports.services.stop();
    },
  };
}

export type RawWorld = Awaited<ReturnType<typeof createRawWorld>>;
