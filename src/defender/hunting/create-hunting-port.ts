import type { RequestPipeline } from '../../azure/pipeline.ts';
import { send } from '../../azure/send.ts';
import type { HuntingPort } from '../../sync/ports/hunting-port.ts';
import { WireHuntResults } from './wire-schema.ts';

export interface HuntingPortSettings {
  /** Graph without a version; may have a path. */
  endpoint: string;
  /** Hunts take up to three minutes; its timeout is theirs. */
  pipeline: RequestPipeline;
}

/**
 * Advanced hunting over Graph `POST /security/runHuntingQuery` (ThreatHunting.Read.All): at most 30 days, at least 45
 * calls a minute for a tenant, and a share of its processor time. The older API for it is retired.
 */
export function createHuntingPort({ endpoint, pipeline }: HuntingPortSettings): HuntingPort {
  const url = `${endpoint.replace(/\/+$/, '')}/v1.0/security/runHuntingQuery`;
  return {
    async run(query, days) {
      const body = { Query: query, Timespan: `P${days}D` };
      return (await send(pipeline, { method: 'POST', url, body, isQuery: true }, WireHuntResults)).data;
    },
  };
}
