import { CLOUDS } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { createRequestPipeline } from '../../src/azure/pipeline.ts';
import type { PipelineSettings, RequestPipeline } from '../../src/azure/pipeline.ts';
import { startMicrosoft } from '../../src/simulator/microsoft.ts';
import type { Microsoft, MicrosoftOptions } from '../../src/simulator/microsoft.ts';
import { trustInThisProcess } from '../../src/simulator/tls.ts';
import { createTrafficMeter } from '../../src/sync/ports/traffic.ts';
import type { Traffic } from '../../src/sync/ports/traffic.ts';

export interface SimulatedDefender {
  microsoft: Microsoft;
  /** What has been asked so far by all pipelines made here. */
  traffic: Readonly<Traffic>;
  /** The pipeline as it is deployed, @azure/identity and TLS included. */
  pipeline(api: 'graph' | 'legacyDefender', overrides?: Partial<PipelineSettings>): RequestPipeline;
  /** Called before each request of those pipelines. */
  beforeRequest: () => void;
  stop(): Promise<void>;
}

const quiet = { debug: () => {}, warn: () => {} };

/** A Microsoft that does not throttle by itself, and real pipelines to its Defender APIs. */
export async function startSimulatedDefender(options: MicrosoftOptions = {}): Promise<SimulatedDefender> {
  const legacyLimits = { callsPerMinute: 10_000, getsPerMinute: 10_000, perHour: 10_000 };
  const microsoft = await startMicrosoft({ graphSecurityPerMinute: 10_000, legacyLimits, ...options });
  const distrust = trustInThisProcess(microsoft.tls);
  const meter = createTrafficMeter();
  const { clientId, secrets } = microsoft.apps.azure;
  const credential = createCredential({
    tenantId: microsoft.tenantId,
    clientId,
    clientSecret: secrets[0]!.value,
    authorityHost: microsoft.entra.authorityHost,
    disableInstanceDiscovery: true,
  });
  const world: SimulatedDefender = {
    microsoft,
    traffic: meter.traffic,
    beforeRequest: () => {},
    pipeline(api, overrides = {}) {
      const scope = CLOUDS.public.scopes[api] ?? '';
      const settings = { credential, scope, version: '0.0.0', logger: quiet, meter };
      const pipeline = createRequestPipeline({ ...settings, requestTimeoutSeconds: 10, retryDelayMs: 0, ...overrides });
      return {
        send: (request) => {
          world.beforeRequest();
          return pipeline.send(request);
        },
      };
    },
    async stop() {
      distrust();
      await microsoft.stop();
    },
  };
  return world;
}
