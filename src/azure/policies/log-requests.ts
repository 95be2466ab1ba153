import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { errorCode } from '../redact.ts';
import { requestTarget } from '../request-target.ts';

/** What the pipeline writes its log to; a pino logger fits. */
export interface RequestLogger {
  debug(details: Record<string, unknown>, message: string): void;
  warn(details: Record<string, unknown>, message: string): void;
}

// Query values that are ours and say nothing about anybody; the rest (skip tokens, people) show only names.
const SHOWN = new Set(['api-version', '$top', '$orderby']);
const CORRELATION = ['request-id', 'x-ms-request-id', 'x-ms-correlation-request-id'];

/** One line for each request that was sent: what, how it went, how long, and the ids the service knows it by. */
export function logRequests(logger: RequestLogger): PipelinePolicy {
  return {
    name: 'logRequests',
    async sendRequest(request, next) {
      const target = requestTarget(request.method, request.url);
      const startedAt = performance.now();
      const details = () => ({
        request: target,
        query: shownQuery(request.url),
        ms: Math.round(performance.now() - startedAt),
        clientRequestId: request.requestId,
      });
      try {
        const response = await next(request);
        const line = { ...details(), status: response.status, ...correlation(response) };
        if (response.status === 429 || response.status >= 500) logger.warn(line, 'remote request failed');
        else logger.debug(line, 'remote request');
        return response;
      } catch (error) {
        const reason = errorCode(error) ?? (error instanceof Error ? error.name : 'unknown');
        logger.warn({ ...details(), reason }, 'remote request got no answer');
        throw error;
      }
    },
  };
}

function shownQuery(url: string): string {
  if (!URL.canParse(url)) return '';
  return [...new URL(url).searchParams].map(([name, value]) => (SHOWN.has(name) ? `${name}=${value}` : name)).join('&');
}

function correlation(response: PipelineResponse): Record<string, string> {
  const found = CORRELATION.map((name) => [name, response.headers.get(name)] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
