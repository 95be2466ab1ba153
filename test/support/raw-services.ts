import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import { createTls, trustInThisProcess } from '../../src/simulator/tls.ts';

type Json = Record<string, unknown>;

/** A request, its path decoded. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  body: Json;
}

/** An answer, byte for byte. What is left out: status 200, no headers of its own, no body. */
export interface Raw {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  body?: string | Buffer;
  /** Writes the rest of the answer itself. */
  stream?: (response: ServerResponse) => void;
}

/**
 * A Graph, an older Defender API and an ARM of a few lines, written from the documents' own examples and sharing nothing
 * with the simulators: three paths of one server that speaks TLS. `spoil` has the first word about every answer.
 */
export async function startRawServices() {
  const tls = await createTls();
  const distrust = trustInThisProcess(tls);
  const tables = { graph: new Map<string, Json>(), legacy: new Map<string, Json>(), arm: new Map<string, Json>() };
  const comments = new Map<string, Json[]>();
  const alerts = new Map<string, Json[]>();
  const log: Asked[] = [];
  let spoil: (asked: Asked) => Raw | undefined | null = () => undefined;
  let hasNoBody: (asked: Asked) => boolean = () => false;
  let tick = Date.parse('2026-03-01T07:00:00Z');
  let nextId = 900;
  /** Later than every one before, and to the tick. */
  const stamp = () => `${new Date((tick += 1000)).toISOString().slice(0, 19)}.1234567Z`;

  const served = createServer({ key: tls.keyPem, cert: tls.certPem }, (request, response) => {
    void serve(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, base);
    const hasBody = !['GET', 'DELETE'].includes(request.method!);
    const asked: Asked = {
      method: request.method!,
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      authorization: request.headers.authorization,
      body: hasBody ? ((await readJson(request).catch(() => ({}))) as Json) : {},
    };
    log.push(asked);
    const spoilt = spoil(asked);
    // Nothing is ever said.
    if (spoilt === null) return;
    const raw = spoilt ?? withoutBody(asked, sound(asked));
    response.statusCode = raw.status ?? 200;
    const headers = { ...(raw.json === undefined ? {} : { 'content-type': 'application/json' }), ...raw.headers };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (raw.stream !== undefined) return raw.stream(response);
    response.end(raw.body ?? (raw.json === undefined ? undefined : JSON.stringify(raw.json)));
  }

  function sound(asked: Asked): Raw {
    const { path } = asked;
    if (path.startsWith('/graph/v1.0/security')) return graph(asked, path.slice('/graph/v1.0/security'.length));
    if (path.startsWith('/legacy/api/incidents')) return legacy(asked, path.slice('/legacy/api/incidents'.length));
    const [, below] = /^\/arm\/.*\/providers\/Microsoft\.SecurityInsights(\/.*)$/.exec(path) ?? [];
    return below === undefined ? missing : arm(asked, below);
  }

  function withoutBody(asked: Asked, raw: Raw): Raw {
    return hasNoBody(asked) && (raw.status ?? 200) < 300 ? { status: 204 } : raw;
  }

  const missing: Raw = { status: 404, json: { error: { code: 'NotFound', message: 'nothing there' } } };

  /** What changed from the time of the filter on, oldest first. */
  function listed(table: Map<string, Json>, { query }: Asked, timeOf: (item: Json) => string): Json[] {
    const filter = query.get('$filter') ?? '';
    const fits = (at: string) =>
      [...filter.matchAll(/(?:lastUpdateDateTime|lastUpdateTime|lastModifiedTimeUtc) (ge|gt|lt|eq) (\S+)/g)].every(
        ([, word, time]) => {
          const order = Date.parse(at) - Date.parse(time!);
          return { ge: order >= 0, gt: order > 0, lt: order < 0, eq: order === 0 }[word!];
        },
      );
    return [...table.values()]
      .filter((item) => fits(timeOf(item)))
      .toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
  }

  function graph(asked: Asked, below: string): Raw {
    const at = (item: Json) => String(item['lastUpdateDateTime']);
    if (below === '/incidents') return { json: { value: listed(tables.graph, asked, at) } };
    if (below === '/alerts_v2') {
      const [, id] = /incidentId eq '(\d+)'/.exec(asked.query.get('$filter') ?? '') ?? [];
      return { json: { value: alerts.get(id!) ?? [] } };
    }
    const [, id, rest] = /^\/incidents\/(\d+)(\/comments)?$/.exec(below) ?? [];
    const item = tables.graph.get(id ?? '');
    if (item === undefined) return missing;
    if (asked.method === 'PATCH') Object.assign(item, asked.body, { lastUpdateDateTime: stamp() });
    if (rest === undefined) return { json: item };
    const all = item['comments'] as Json[];
    const createdDateTime = stamp();
    all.push({ comment: asked.body['comment'], createdByDisplayName: 'Dragoman', createdDateTime });
    item['lastUpdateDateTime'] = createdDateTime;
    return { json: { value: all } };
  }

  function legacy(asked: Asked, below: string): Raw {
    const at = (item: Json) => String(item['lastUpdateTime']);
    if (below === '') return { json: { value: listed(tables.legacy, asked, at) } };
    const item = tables.legacy.get(below.slice(1));
    if (item === undefined) return missing;
    if (asked.method === 'PATCH') {
      const { comment, ...fields } = asked.body;
      Object.assign(item, fields, { lastUpdateTime: stamp() });
      if (comment !== undefined)
        (item['comments'] as Json[]).push({ comment, createdBy: 'Dragoman', createdTime: item['lastUpdateTime'] });
    }
    return { json: item };
  }

  function arm(asked: Asked, below: string): Raw {
    const properties = (item: Json) => item['properties'] as Json;
    const at = (item: Json) => String(properties(item)['lastModifiedTimeUtc']);
    if (below === '/incidents') return { json: { value: listed(tables.arm, asked, at) } };
    const [, kind, name, child, childName] = /^\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?(?:\/([^/]+))?$/.exec(below) ?? [];
    if (kind !== 'incidents' && kind !== 'bookmarks') return { json: { value: [] } };
    const written = asked.body['properties'] as Json | undefined;
    if (kind === 'bookmarks')
      return { json: { id: asked.path.slice(4), name, etag: '"b"', properties: written ?? {} } };
    const known = tables.arm.get(name!);
    if (child === 'relations') return { status: 201, json: { name: childName, properties: written } };
    if (child === 'comments') {
      const all = comments.get(name!) ?? [];
      if (asked.method === 'GET') return { json: { value: all } };
      const comment = { name: childName, properties: { ...written, createdTimeUtc: stamp() } };
      comments.set(name!, [...all, comment]);
      return { status: 201, json: comment };
    }
    if (asked.method === 'PUT') {
      const created = known === undefined ? stamp() : properties(known)['createdTimeUtc'];
      const item = armIncident(name!, { ...written, createdTimeUtc: created, lastModifiedTimeUtc: stamp() });
      tables.arm.set(name!, item);
      return { status: known === undefined ? 201 : 200, json: item };
    }
    return known === undefined ? missing : { json: known };
  }

  await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
  const base = `https://localhost:${(served.address() as AddressInfo).port}`;

  return {
    base,
    endpoints: { graph: `${base}/graph`, legacy: `${base}/legacy`, arm: `${base}/arm` },
    tables,
    alerts,
    comments,
    /** Everything that was asked, in order. */
    log,
    stamp,
    /** Answers in the services' place; null never answers, undefined lets them. */
    spoil(next: (asked: Asked) => Raw | undefined | null) {
      spoil = next;
    },
    /** What is asked is done, and answered with 204 and no body. */
    leaveOutBody(of: (asked: Asked) => boolean) {
      hasNoBody = of;
    },
    heal() {
      spoil = () => undefined;
      hasNoBody = () => false;
    },
    raise: {
      graph(over: Json = {}): string {
        const id = String((nextId += 1));
        const at = stamp();
        tables.graph.set(id, {
          ...graphIncident,
          id,
          createdDateTime: at,
          lastUpdateDateTime: at,
          comments: [],
          ...over,
        });
        return id;
      },
      legacy(over: Json = {}): string {
        const id = (nextId += 1);
        const at = stamp();
        tables.legacy.set(String(id), {
          ...legacyIncident,
          incidentId: id,
          createdTime: at,
          lastUpdateTime: at,
          comments: [],
          ...over,
        });
        return String(id);
      },
      arm(over: Json = {}): string {
        const name = `5d2c1f0e-0000-4000-8000-${String((nextId += 1)).padStart(12, '0')}`;
        const at = stamp();
        tables.arm.set(
          name,
          armIncident(name, {
            title: 'By hand',
            severity: 'Low',
            status: 'New',
            createdTimeUtc: at,
            lastModifiedTimeUtc: at,
            ...over,
          }),
        );
        return name;
      },
    },
    async stop() {
      served.closeAllConnections();
      await new Promise((resolve) => served.close(resolve));
      distrust();
      await tls.dispose();
    },
  };
}

export type RawServices = Awaited<ReturnType<typeof startRawServices>>;

/** A body from the wire (2026), but for what tells one from another. */
const graphIncident = {
  tenantId: '8f2e6c1a-0000-4000-8000-000000000001',
  status: 'active',
  incidentWebUrl: 'https://security.microsoft.com/incident2/81/overview',
  redirectIncidentId: null,
  displayName: 'Email reported by user as malware or phish',
  assignedTo: null,
  classification: 'unknown',
  determination: 'unknown',
  severity: 'low',
  customTags: [],
  systemTags: ['Credential Phish'],
  description: 'An email.',
  lastModifiedBy: 'Microsoft 365 Defender-IncidentCreation',
  resolvingComment: null,
  summary: null,
  priorityScore: 18,
};

const legacyIncident = {
  redirectIncidentId: null,
  incidentName: 'Email reported by user as malware or phish',
  incidentUri: 'https://security.microsoft.com/incidents/81',
  assignedTo: null,
  classification: 'Unknown',
  determination: 'NotAvailable',
  status: 'Active',
  severity: 'Low',
  tags: [],
  alerts: [],
};

let etags = 0;
function armIncident(name: string, properties: Json): Json {
  return {
    id: `/subscriptions/s/providers/Microsoft.SecurityInsights/incidents/${name}`,
    name,
    type: 'Microsoft.SecurityInsights/incidents',
    etag: `"${(etags += 1)}"`,
    properties: { labels: [], additionalData: { commentsCount: 0, alertProductNames: [] }, ...properties },
  };
}
