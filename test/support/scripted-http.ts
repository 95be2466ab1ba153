import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { RestError, createHttpHeaders } from '@azure/core-rest-pipeline';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { createRequestPipeline } from '../../src/azure/pipeline.ts';
import type { PipelineSettings, RequestPipeline } from '../../src/azure/pipeline.ts';

/** What a service is to be asked next, and what it says. */
export interface Exchange {
  method: string;
  /** Decoded path and query, or the start of them if it ends in `*`. */
  target: string;
  /** The JSON body expected; not looked at if left out. */
  body?: unknown;
  /** A network failure of that code instead of an answer. */
  fails?: string;
  /** Never answers, until the request is aborted. */
  hangs?: boolean;
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
}

/**
 * A service that follows a script, in order. A request that is not the next of the script fails the test in
 * `assertDone`, and so does a script that was not played to its end.
 */
export class ScriptedHttp implements HttpClient {
  /** Every request, as `METHOD decoded-target`. */
  readonly log: string[] = [];
  readonly requests: PipelineRequest[] = [];
  readonly #script: Exchange[];
  readonly #faults: string[] = [];

  constructor(script: readonly Exchange[]) {
    this.#script = [...script];
  }

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const { pathname, search } = new URL(request.url);
    const target = decodeURIComponent(`${pathname}${search}`);
    this.log.push(`${request.method} ${target}`);
    this.requests.push(request);
    const next = this.#script.shift();
    const fault = mismatch(next, request, target);
    if (next === undefined || fault !== null) {
      this.#faults.push(`${request.method} ${target}: ${fault}`);
      throw new Error(`off the script: ${fault}`);
    }
    if (next.fails !== undefined) throw new RestError(`socket ${next.fails}`, { code: next.fails, request });
    if (next.hangs === true) await aborted(request);
    const text = next.text ?? (next.json === undefined ? '' : JSON.stringify(next.json));
    return {
      status: next.status ?? 200,
      headers: createHttpHeaders(next.headers),
      request,
      readableStreamBody: Readable.from([Buffer.from(text)]),
    };
  }

  /** The JSON body of the request of that number. */
  sentBody(index: number): unknown {
    return JSON.parse(String(this.requests[index]?.body ?? 'null'));
  }

  assertDone(): void {
    const unused = this.#script.map(({ method, target }) => `never asked: ${method} ${target}`);
    const faults = [...this.#faults, ...unused];
    if (faults.length > 0) throw new Error(`the script was not followed:\n${faults.join('\n')}`);
  }
}

function mismatch(next: Exchange | undefined, request: PipelineRequest, target: string): string | null {
  if (next === undefined) return 'nothing more was expected';
  const isTarget = next.target.endsWith('*') ? target.startsWith(next.target.slice(0, -1)) : target === next.target;
  if (next.method !== request.method || !isTarget) return `expected ${next.method} ${next.target}`;
  if (next.body === undefined) return null;
  const body: unknown = JSON.parse(String(request.body ?? 'null'));
  return isDeepStrictEqual(body, next.body)
    ? null
    : `expected body ${JSON.stringify(next.body)}, got ${JSON.stringify(body)}`;
}

function aborted(request: PipelineRequest): Promise<never> {
  return new Promise((_, reject) => {
    request.abortSignal?.addEventListener('abort', () => reject(new Error('aborted')));
  });
}

const quiet = { debug: () => {}, warn: () => {} };

/** The real pipeline before a scripted service, with a token at hand and no wait between retries. */
export function scriptedPipeline(http: HttpClient, overrides: Partial<PipelineSettings> = {}): RequestPipeline {
  return createRequestPipeline({
    credential: { getToken: async () => ({ token: 'a-secret-token', expiresOnTimestamp: Date.now() + 3600_000 }) },
    scope: 'https://service.test/.default',
    version: '1.2.3',
    requestTimeoutSeconds: 5,
    logger: quiet,
    httpClient: http,
    retryDelayMs: 0,
    ...overrides,
  });
}
