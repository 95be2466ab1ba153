import { FaultPlan } from '../../src/simulator/fault.ts';
import { FaultSwitch } from '../../src/simulator/faults.ts';
import { segments, serve, type Served } from '../../src/simulator/server.ts';
import { createTls, trustInThisProcess, type SimulatorTls } from '../../src/simulator/tls.ts';

let tls: SimulatorTls;
let distrust: () => void;
let server: Served;
let carriedOut: number;
let nowMs: number;
const faults = new FaultSwitch({ now: () => new Date(nowMs) });

beforeAll(async () => {
  tls = await createTls();
  distrust = trustInThisProcess(tls);
  server = await serve({
    name: 'test',
    tls,
    faults,
    handler: (request) => {
      carriedOut += 1;
      return {
        status: 200,
        body: { parts: segments(request.path), query: [...request.query], text: request.bodyText },
      };
    },
  });
});

beforeEach(() => {
  carriedOut = 0;
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  faults.clear();
  server.clearRequests();
});

afterAll(async () => {
  distrust();
  await server.stop();
  await tls.dispose();
});

const get = (path = '/a') => fetch(server.url + path);

test('each part of a path is decoded by itself and the query is read', async () => {
  const reply = await get('/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D1/a%2Fb?x=1&x=2');
  expect(await reply.json()).toEqual({
    parts: ['v3', 'conversations', '19:abc@thread.tacv2;messageid=1', 'a/b'],
    query: [
      ['x', '1'],
      ['x', '2'],
    ],
    text: '',
  });
});

test('the log keeps method, path, query and status of every request', async () => {
  await get('/a?b=c');
  expect(server.requests).toEqual([{ at: expect.any(String), method: 'GET', path: '/a', query: 'b=c', status: 200 }]);
});

test('a status fault is spent after as many requests as it was armed for', async () => {
  faults.fail({ kind: 'status', status: 429, headers: { 'Retry-After': '7' }, times: 2 });
  const first = await get();
  expect([first.status, first.headers.get('Retry-After')]).toEqual([429, '7']);
  expect((await get()).status).toBe(429);
  expect((await get()).status).toBe(200);
  expect(carriedOut).toBe(1);
});

test('a fault hits only the requests it matches', async () => {
  faults.fail({ kind: 'status', status: 500, match: { method: 'POST' } });
  faults.fail({ kind: 'status', status: 502, match: (_method, path) => path.endsWith('/b') });
  expect((await get('/a')).status).toBe(200);
  expect((await get('/b')).status).toBe(502);
  expect((await fetch(server.url, { method: 'POST' })).status).toBe(500);
});

test('a dropped response is a request that was carried out', async () => {
  faults.fail({ kind: 'dropResponse' });
  await expect(get()).rejects.toThrow('fetch failed');
  expect(carriedOut).toBe(1);
  expect(server.requests).toMatchObject([{ status: 0, fault: 'dropResponse' }]);
});

test('a dropped request is one that was not', async () => {
  faults.fail({ kind: 'dropRequest' });
  await expect(get()).rejects.toThrow('fetch failed');
  expect(carriedOut).toBe(0);
});

test('bodies can be a page, an error with status 200, or half a document', async () => {
  faults.fail({ kind: 'html' });
  const page = await get();
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);

  faults.fail({ kind: 'errorBody200' });
  const error = await get();
  expect([error.status, await error.json()]).toEqual([200, { error: { code: '500', message: expect.any(String) } }]);
  expect(carriedOut).toBe(0);

  faults.fail({ kind: 'malformed' });
  await expect((await get()).json()).rejects.toThrow(/JSON/);
  expect(carriedOut).toBe(1);
});

test('a service that is down answers 503 until it is lifted', async () => {
  faults.down = true;
  expect([(await get()).status, (await get()).status]).toEqual([503, 503]);
  faults.down = false;
  expect((await get()).status).toBe(200);
});

test('the quota holds over any sixty seconds and says how long to wait', async () => {
  faults.quotaPerMinute = 2;
  await get();
  nowMs += 20_000;
  await get();
  const refused = await get();
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '40']);
  nowMs += 40_000;
  expect((await get()).status).toBe(200);
  expect((await get()).status).toBe(429);
});

test('a hanging request is let go when the server stops', async () => {
  const other = await serve({ name: 'hanging', tls, faults, handler: () => ({ status: 200 }) });
  faults.fail({ kind: 'hang' });
  const hanging = fetch(other.url).catch((error: Error) => error.message);
  while (other.requests.length === 0) await new Promise(setImmediate);
  await other.stop();
  expect(await hanging).toBe('fetch failed');
});

test('a setting survives the way through JSON', () => {
  faults.apply({
    latencyMs: 5,
    down: true,
    quotaPerMinute: 9,
    armed: [{ kind: 'hang', times: 3, match: { pathIncludes: '/x' } }],
  });
  const described = faults.describe();
  const other = new FaultSwitch();
  other.apply(FaultPlan.parse(JSON.parse(JSON.stringify(described))));
  expect(other.describe()).toEqual(described);
});

test('a setting with a typing error is not taken', () => {
  expect(FaultPlan.safeParse({ latency: 5 }).success).toBe(false);
  expect(FaultPlan.safeParse({ armed: [{ kind: 'status' }] }).success).toBe(false);
});
