import {
  createDefaultHttpClient,
  createEmptyPipeline,
  proxyPolicy,
  setClientRequestIdPolicy,
} from '@azure/core-rest-pipeline';
import type { HttpClient, PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { TrafficMeter } from '../sync/ports/traffic.ts';
import type { RequestAllowances } from './allowance-registry.ts';
import type { Credential } from './late-credential.ts';
import { authenticate } from './policies/authenticate.ts';
import { countTraffic } from './policies/count-traffic.ts';
import { logRequests } from './policies/log-requests.ts';
import type { RequestLogger } from './policies/log-requests.ts';
import { readBody } from './policies/read-body.ts';
import { retryReads } from './policies/retry-reads.ts';
import { timeOut } from './policies/time-out.ts';
import { waitTurn } from './policies/wait-turn.ts';

export interface PipelineSettings {
  credential: Credential;
  /** The resource tokens are asked for (`CLOUDS[…].scopes`), never derived from an endpoint. */
  scope: string;
  /** Dragoman's own version, for the user agent. */
  version: string;
  /** For one try: its token, the request and the whole answer. The wait for a turn has as long again. */
  requestTimeoutSeconds: number;
  logger: RequestLogger;
  /** Left out where requests are not to be counted: people look-ups. */
  meter?: TrafficMeter;
  allowances?: RequestAllowances;
  /** What finally sends; a scripted one in tests. */
  httpClient?: HttpClient;
  /** Before the first retry of a read; the second waits twice as long. */
  retryDelayMs?: number;
  responseLimitBytes?: number;
}

/**
 * A thousand Sentinel incidents with descriptions of the full 5,000 characters are half of it. A page that is larger
 * is asked for in smaller ones; so memory is bounded, whatever a service sends.
 */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Of the seconds of one try, in milliseconds: a token that does not come is told as that, before the try is over. */
const TOKEN_SHARE = 900;

/** Sends requests to one service as one principal. */
export interface RequestPipeline {
  send(request: PipelineRequest): Promise<PipelineResponse>;
}

/**
 * The way of every request to Graph and ARM, outermost first: a retry waits for a turn again and counts
 * again, a turn is had before the time starts, and only what has a token counts as sent. No policy follows
 * redirects: a bearer token goes nowhere but where it was meant for. TLS is Node's, so NODE_EXTRA_CA_CERTS
 * holds.
 */
export function createRequestPipeline(settings: PipelineSettings): RequestPipeline {
  const { credential, scope } = settings;
  return build(settings, authenticate({ credential, scope, timeoutMs: settings.requestTimeoutSeconds * TOKEN_SHARE }));
}

/** The same way for what anybody may read, such as published keys: no token is asked for and none is sent. */
export function createPublicPipeline(settings: PublicPipelineSettings): RequestPipeline {
  return build(settings, null);
}

type PublicPipelineSettings = Omit<PipelineSettings, 'credential' | 'scope'>;

function build(settings: PublicPipelineSettings, bearer: PipelinePolicy | null): RequestPipeline {
  const timeoutMs = settings.requestTimeoutSeconds * 1000;
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(userAgent(settings.version));
  pipeline.addPolicy(setClientRequestIdPolicy());
  pipeline.addPolicy(retryReads({ delayMs: settings.retryDelayMs ?? 500 }));
  if (settings.allowances !== undefined) pipeline.addPolicy(waitTurn(settings.allowances, timeoutMs));
  pipeline.addPolicy(timeOut(timeoutMs));
  if (bearer !== null) pipeline.addPolicy(bearer);
  pipeline.addPolicy(countTraffic(settings.meter));
  pipeline.addPolicy(logRequests(settings.logger));
  pipeline.addPolicy(readBody(settings.responseLimitBytes ?? LARGEST_ANSWER_BYTES));
  pipeline.addPolicy(proxyPolicy());
  const client = settings.httpClient ?? createDefaultHttpClient();
  return { send: (request) => pipeline.sendRequest(client, request) };
}

function userAgent(version: string): PipelinePolicy {
  return {
    name: 'userAgent',
    sendRequest(request, next) {
      request.headers.set('User-Agent', `dragoman/${version}`);
      return next(request);
    },
  };
}
