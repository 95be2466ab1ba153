import { createServer } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ArmableFault, FaultSwitch } from './faults.ts';
import { HttpError } from './http-error.ts';
import { REQUEST_LOG_LENGTH, type RequestRecord } from './request-log.ts';

export interface SimRequest {
  method: string;
  /** Percent-encoded as sent; `segments` decodes it. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  bodyText: string;
  /** The body; throws HttpError 400 if it is not JSON. */
  json(): unknown;
}

export interface SimResponse {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, a string as it is, undefined as no body. */
  body?: unknown;
}

export type SimHandler = (request: SimRequest) => Promise<SimResponse> | SimResponse;

export interface Served {
  /** `https://localhost:PORT`, no trailing slash. */
  url: string;
  port: number;
  requests: RequestRecord[];
  clearRequests(): void;
  /** Closes open connections too, hanging ones included. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  name: string;
  tls: { certPem: string; keyPem: string };
  /** Any free one if left out. */
  port?: number;
  handler: SimHandler;
  faults?: FaultSwitch;
}

const LARGEST_BODY_BYTES = 8 * 1024 * 1024;

/** Serves a handler over HTTPS on this machine's loopback only. */
export async function serve(options: ServeOptions): Promise<Served> {
  const requests: RequestRecord[] = [];
  const stopping = new AbortController();
  const server = createServer({ cert: options.tls.certPem, key: options.tls.keyPem }, (message, response) => {
    answer(message, response).catch(() => response.destroy());
  });

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    const record: RequestRecord = {
      at: new Date().toISOString(),
      method: request.method,
      path: request.path,
      query: queryString(message.url),
      status: 0,
    };
    requests.push(record);
    if (requests.length > REQUEST_LOG_LENGTH) requests.splice(0, requests.length - REQUEST_LOG_LENGTH);

    const latencyMs = options.faults?.latencyMs ?? 0;
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal: stopping.signal });
    const fault = options.faults?.next(request.method, request.path) ?? null;
    if (fault !== null) record.fault = fault.kind;
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'dropRequest') return void message.socket.destroy();

    const outcome = instead(fault, options.faults) ?? (await carryOut(options.handler, request, record));
    if (fault?.kind === 'dropResponse') return void message.socket.destroy();
    record.status = outcome.status;
    const aheadMs = (options.faults?.clockAheadSeconds ?? 0) * 1000;
    response.setHeader('Date', new Date(Date.now() + aheadMs).toUTCString());
    send(response, outcome, fault?.kind === 'malformed');
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    requests,
    clearRequests: () => void requests.splice(0),
    async stop() {
      stopping.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The path's parts, each decoded by itself, so that an encoded slash stays within its part. */
export function segments(path: string): string[] {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    throw new HttpError(400, { error: { code: 'BadRequest', message: 'The path is not well encoded.' } });
  }
}

async function read(message: IncomingMessage): Promise<SimRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw new HttpError(413);
    chunks.push(chunk);
  }
  const bodyText = Buffer.concat(chunks).toString('utf8');
  return {
    method: message.method ?? 'GET',
    path: (message.url ?? '/').split('?', 1)[0] ?? '/',
    query: new URLSearchParams(queryString(message.url)),
    headers: message.headers,
    bodyText,
    json() {
      try {
        return JSON.parse(bodyText) as unknown;
      } catch {
        throw new HttpError(400, { error: { code: 'BadRequest', message: 'The body is not valid JSON.' } });
      }
    },
  };
}

function queryString(url = '/'): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at + 1);
}

/** What a fault answers in place of the service; null if the service is to act. */
function instead(fault: ArmableFault | null, faults: FaultSwitch | undefined): SimResponse | null {
  switch (fault?.kind) {
    case 'status':
      return {
        status: fault.status,
        body: fault.body ?? faults?.errorBody(fault.status),
        headers: fault.headers ?? {},
      };
    case 'html':
      return {
        status: 200,
        body: '<html><body>Sign in to continue</body></html>',
        headers: { 'Content-Type': 'text/html' },
      };
    case 'errorBody200':
      return { status: 200, body: fault.body ?? faults?.errorBody(500) };
    default:
      return null;
  }
}

async function carryOut(handler: SimHandler, request: SimRequest, record: RequestRecord): Promise<SimResponse> {
  try {
    return await handler(request);
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, body: error.body, headers: error.headers };
    record.crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: { error: { code: 'SimulatorBroke', message: record.crash } } };
  }
}

function send(response: ServerResponse, outcome: SimResponse, cutInHalf: boolean): void {
  const { status, body } = outcome;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type =
    body === undefined || typeof body === 'string' ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...type, ...outcome.headers });
  response.end(cutInHalf ? text.slice(0, Math.floor(text.length / 2)) : text);
}
