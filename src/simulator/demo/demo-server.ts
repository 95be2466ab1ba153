import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZodError } from 'zod';
import { controlRoutes } from '../control.ts';
import { HttpError } from '../http-error.ts';
import type { SimHandler } from '../server.ts';
import { InputRefused } from '../teams/card-inputs.ts';
import { demoRoutes, readSystems } from './demo-routes.ts';
import type { DemoRoute, DemoWorld } from './demo-routes.ts';
import type { EventStream } from './event-stream.ts';
import { refusal } from './http-guard.ts';
import { staticFile } from './static-files.ts';

export interface DemoServer {
  url: string;
  stop(): Promise<void>;
}

const largestBodyBytes = 256 * 1024;
/** The two systems do not tell of their changes; the page is told within this time. */
const lookEveryMs = 400;

/** Serves the page, its questions and the simulators' `/control`, on this machine only. */
export async function startDemoServer(
  world: DemoWorld,
  events: EventStream,
  options: { port: number; projectRoot: string },
): Promise<DemoServer> {
  const routes = demoRoutes(world);
  const control = controlRoutes(world.simulator.microsoft);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendError(response, error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request, (server.address() as AddressInfo).port);
    if (refused !== null) return sendJson(response, 403, { error: refused });
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/events') return events.open(response);
    if (url.pathname.startsWith('/control/')) return passToControl(control, request, url, response);
    const route = routes[`${request.method} ${url.pathname}`];
    if (route !== undefined) return sendJson(response, 200, await runRoute(route, request, url));
    const file = request.method === 'GET' ? await staticFile(url.pathname, options.projectRoot) : null;
    if (file === null) return sendJson(response, 404, { error: 'There is nothing here.' });
    response.writeHead(200, { ...pageHeaders, 'Content-Type': file.type });
    response.end(file.content);
  }

  const stopLooking = world.simulator.teams.onChange(() => events.tell('teams'));
  const looking = setInterval(tellOfSystems(world, events), lookEveryMs);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      stopLooking();
      clearInterval(looking);
      events.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Card texts come from incidents: the page may load and run nothing but its own files. */
const pageHeaders = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
};

function tellOfSystems({ simulator }: DemoWorld, events: EventStream): () => void {
  let last = '';
  return () => {
    if (!events.isWatched) return;
    const present = JSON.stringify(readSystems(simulator));
    if (present !== last) events.tell('systems');
    last = present;
  };
}

async function runRoute(route: DemoRoute, request: IncomingMessage, url: URL): Promise<unknown> {
  const text = await readBody(request);
  return route(text === '' ? {} : JSON.parse(text), url.searchParams);
}

async function passToControl(
  control: SimHandler,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const bodyText = await readBody(request);
  const { method = 'GET', headers } = request;
  const answer = await control({
    method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    bodyText,
    json: () => JSON.parse(bodyText) as unknown,
  });
  sendJson(response, answer.status, answer.body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBodyBytes) throw new HttpError(413, { error: 'That is too much.' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof HttpError) return sendJson(response, error.status, error.body);
  if (error instanceof InputRefused) return sendJson(response, 422, { error: error.message, input: error.inputId });
  if (error instanceof ZodError) return sendJson(response, 400, { error: 'The page sent something unexpected.' });
  sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
