import { startMicrosoft, type Microsoft, type MicrosoftOptions } from '../../src/simulator/microsoft.ts';
import { trustInThisProcess } from '../../src/simulator/tls.ts';

export interface Reply {
  status: number;
  headers: Headers;
  // The tests read many shapes; each asserts the one it expects.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** The three services with plain fetch clients: `graph` and `arm` carry the Azure app's token. */
export interface Stage {
  microsoft: Microsoft;
  /** Moves the services' clock. */
  advance(seconds: number): void;
  token(scope: string, app?: { clientId: string; secret: string }, tenantId?: string): Promise<string>;
  /** Paths like `/v1.0/security/incidents`. */
  graph: Call;
  /** Paths below the workspace, like `/incidents/x`; the api-version is added. */
  arm: Call;
  stop(): Promise<void>;
}

export async function startStage(options: Omit<MicrosoftOptions, 'now'> = {}): Promise<Stage> {
  let nowMs = Date.parse('2026-03-01T09:00:00Z');
  const microsoft = await startMicrosoft({ now: () => new Date(nowMs), ...options });
  const distrust = trustInThisProcess(microsoft.tls);

  async function token(
    scope: string,
    app = { clientId: microsoft.apps.azure.clientId, secret: 'simulated-azure-secret' },
    tenantId = microsoft.tenantId,
  ) {
    const reply = await fetch(`${microsoft.entra.authorityHost}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.clientId,
        client_secret: app.secret,
        scope,
      }),
    });
    return ((await reply.json()) as { access_token: string }).access_token;
  }
  const graphToken = await token('https://graph.microsoft.com/.default');
  const armToken = await token('https://management.azure.com/.default');
  const arm = caller(microsoft.arm.endpoint + microsoft.arm.scope, armToken);

  return {
    microsoft,
    advance: (seconds) => void (nowMs += seconds * 1000),
    token,
    graph: caller(microsoft.graph.endpoint, graphToken),
    arm: (method, path, body, headers) => arm(method, withVersion(path), body, headers),
    async stop() {
      distrust();
      await microsoft.stop();
    },
  };
}

/** Calls below a base, or a whole URL such as a next link. */
export function caller(base: string, token: string): Call {
  return async (method, path, body, headers = {}) => {
    const reply = await fetch(path.startsWith('https://') ? path : base + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await reply.text();
    const json = (reply.headers.get('content-type') ?? '').startsWith('application/json');
    return { status: reply.status, headers: reply.headers, body: json ? JSON.parse(text) : text };
  };
}

function withVersion(path: string): string {
  if (path.includes('api-version=')) return path;
  return `${path}${path.includes('?') ? '&' : '?'}api-version=2025-09-01`;
}

export const query = (parameters: Record<string, string>): string =>
  `?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
