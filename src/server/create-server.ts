import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import restify from 'restify';
import type { Desk } from '../sync/ports/desk.ts';
import type { Digests } from '../sync/ports/digest.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import { BotAdapter } from './bot-adapter.ts';
import { FIGURE_METRICS } from './figure-metrics.ts';
import { METRICS, renderMetrics } from './metrics.ts';
import { PAGE_METRICS } from './page-metrics.ts';
import { readinessOf } from './readiness.ts';
import type { Readiness } from './readiness.ts';
import { receiveActivity } from './receive-activity.ts';
import type { ReceiveServices } from './receive-activity.ts';

export interface CreateServerOptions extends Omit<ReceiveServices, 'adapter'> {
  authentication: BotFrameworkAuthentication;
  desk: Pick<Desk, 'status'>;
  digests: Pick<Digests, 'rolling'>;
  pages: Pick<PageCounts, 'all'>;
  /** Whether the store is open and chat is answered. */
  isReady(): boolean;
  host: string;
  /** 0 takes any free one. */
  port: number;
}

export interface HttpServer {
  /** Resolves with the port once connections are taken. */
  listen(): Promise<number>;
  /** Takes no new connections, and resolves once the open requests are answered. */
  close(): Promise<void>;
}

const REQUEST_MILLISECONDS = 30_000;

/** Everything Dragoman serves over HTTP. */
export function createServer(options: CreateServerOptions): HttpServer {
  const { desk, digests, pages, isReady, host, port, logger } = options;
  const adapter = new BotAdapter(options);
  const server = restify.createServer({ name: 'dragoman' });
  server.server.requestTimeout = REQUEST_MILLISECONDS;

  server.post('/api/messages', async (request, response) =>
    receiveActivity({ ...options, adapter }, request, response),
  );
  server.head('/api/messages', async (_request, response) => {
    response.statusCode = 200;
    response.end();
  });
  server.get('/healthz', async (_request, response) => json(response, 200, { ok: true }));
  server.get('/readyz', async (_request, response) => {
    const ready = isReady();
    const body: Readiness = { ready, connections: ready ? readinessOf(await desk.status()) : [] };
    json(response, ready ? 200 : 503, body);
  });
  server.get('/metrics', async (_request, response) => {
    const text = isReady()
      ? renderMetrics(METRICS, await desk.status()) +
        renderMetrics(PAGE_METRICS, pages.all()) +
        renderMetrics(FIGURE_METRICS, await digests.rolling())
      : '';
    response.statusCode = 200;
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(text);
  });
  server.on('restifyError', (_request: unknown, response: ServerResponse, error: Error, done: () => void) => {
    if (error.name !== 'ResourceNotFoundError' && error.name !== 'MethodNotAllowedError') {
      logger.error({ err: error }, 'a request failed');
    }
    // restify answers with the error now; where an answer has begun, that would throw and end the process.
    if (!response.headersSent) done();
  });

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(port, host, () => resolve((server.server.address() as AddressInfo).port));
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.server.closeIdleConnections();
      }),
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}
