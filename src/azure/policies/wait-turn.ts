import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { RemoteError } from '../../sync/ports/remote-error.ts';
import type { RequestAllowances } from '../allowance-registry.ts';
import { requestContext } from '../request-context.ts';
import { requestTarget } from '../request-target.ts';
import { retryAfterSeconds } from '../retry-after.ts';
import { TurnDidNotCome } from '../token-bucket.ts';

const PAUSE_IF_UNSAID_SECONDS = 5;

/**
 * Every request waits for its turn within the allowances. A 429 closes the service's own for all, and so does a 503 that
 * says for how long.
 */
export function waitTurn(allowances: RequestAllowances, longestWaitMs: number): PipelinePolicy {
  return {
    name: 'waitTurn',
    async sendRequest(request, next) {
      const { kind, priority } = requestContext(request);
      const buckets = kind === 'reads' ? allowances.read : allowances.write;
      try {
        for (const bucket of buckets) await bucket.acquire(priority, longestWaitMs, kind);
      } catch (error) {
        if (!(error instanceof TurnDidNotCome)) throw error;
        throw new RemoteError(
          'throttled',
          `${requestTarget(request.method, request.url)} was not sent: the request quota is used up`,
          { retryAfterSeconds: error.waitSeconds, cause: error },
        );
      }
      const response = await next(request);
      const asked = retryAfterSeconds(response);
      if (response.status === 429) buckets[0]?.penalise(asked ?? PAUSE_IF_UNSAID_SECONDS);
      if (response.status === 503 && response.headers.has('Retry-After'))
        buckets[0]?.penalise(asked ?? PAUSE_IF_UNSAID_SECONDS);
      return response;
    },
  };
}
