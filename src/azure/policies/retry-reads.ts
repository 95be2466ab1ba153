import { retryPolicy } from '@azure/core-rest-pipeline';
import type { PipelinePolicy, RetryInformation } from '@azure/core-rest-pipeline';
import { retryAfterSeconds } from '../retry-after.ts';

const AGAIN = new Set([429, 502, 503, 504]);
const MAX_RETRIES = 2;
const LONGEST_WAIT_SECONDS = 10;

/**
 * Reads that met a passing fault are sent again, at most twice and only where the service asks for no more
 * than ten seconds. Writes never are: the outbox repeats them, after looking at what the first try did.
 */
export function retryReads(settings: { delayMs: number }): PipelinePolicy {
  const strategy = {
    name: 'retryReads',
    retry({ retryCount, response, responseError }: RetryInformation) {
      const request = response?.request ?? responseError?.request;
      const passing = response === undefined || AGAIN.has(response.status);
      if (request?.method !== 'GET' || !passing) return { skipStrategy: true };
      const asked = response === undefined ? null : retryAfterSeconds(response);
      if (asked !== null && asked > LONGEST_WAIT_SECONDS) return { skipStrategy: true };
      return { retryAfterInMs: asked === null ? settings.delayMs * 2 ** retryCount : asked * 1000 };
    },
  };
  return retryPolicy([strategy], { maxRetries: MAX_RETRIES });
}
