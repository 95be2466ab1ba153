import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TrafficMeter } from '../../sync/ports/traffic.ts';
import { requestContext } from '../request-context.ts';

/** Notes that a request leaves now, retries included; what failed before (turn, token) never gets here. */
export function countTraffic(meter: TrafficMeter | undefined): PipelinePolicy {
  return {
    name: 'countTraffic',
    sendRequest(request, next) {
      const context = requestContext(request);
      context.sent = true;
      meter?.count(context.kind);
      return next(request);
    },
  };
}
