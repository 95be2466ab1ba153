import { gzipSync } from 'node:zlib';
import type { Observation } from '../../../src/sync/ports/side-port.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { createRawPorts } from '../../support/raw-world.ts';
import { startRawServices } from '../../support/raw-services.ts';
import type { Raw, RawServices } from '../../support/raw-services.ts';

jest.setTimeout(30_000);

type Ports = Awaited<ReturnType<typeof createRawPorts>>;

let ports: Ports;
/** Somewhere that no token is meant for. */
let elsewhere: RawServices;
let requests: Record<string, () => Promise<unknown>>;
beforeEach(async () => {
  elsewhere = await startRawServices();
  ports = await createRawPorts({ requestTimeoutSeconds: 2, responseLimitBytes: 100_000 });
  const { services, graph, legacy, arm, directory } = ports;
  const [g, l, a] = [services.raise.graph(), services.raise.legacy(), services.raise.arm()];
  const { basis } = (await arm.get(a)) as Observation;
  const list = async (port: typeof graph | typeof arm) => {
    for await (const page of port.listModified({ since: '2026-01-01T00:00:00Z' })) expect(page).toBeDefined();
  };
  const bookmark = { name: 'b', title: 't', query: 'q', queryResult: '{}', notes: '', labels: [] } as never;
  requests = {
    'Graph list': () => list(graph),
    'Graph by id': () => graph.get(g),
    'Graph PATCH': () => graph.update(g, { severity: 'high' }),
    'Graph comment': () => graph.addComment(g, 'text'),
    'Graph alerts': () => graph.listAlerts(g),
    'older API list': () => list(legacy),
    'older API by id': () => legacy.get(l),
    'older API PATCH': () => legacy.update(l, { tags: ['a'] }),
    'older API comment': () => legacy.addComment(l, 'text'),
    'older API alerts': () => legacy.listAlerts(l),
    'ARM list': () => list(arm),
    'ARM by id': () => arm.get(a),
    'ARM PUT': () => arm.update(a, { severity: 'high' }, basis),
    'ARM comments': () => arm.listComments(a),
    'ARM comment': () => arm.putComment(a, 'c', 'text'),
    'ARM bookmark': () => arm.putBookmark(a, bookmark, false),
    'ARM bookmark again': () => arm.putBookmark(a, bookmark, true),
    people: () => directory.resolve({ upn: 'ana@contoso.test', objectId: null, name: null }),
  };
});
afterEach(async () => {
  await ports.services.stop();
  await elsewhere.stop();
});

/** How each request ends when every answer is that: the code of its error, or `ok`. */
async function ends(raw: Raw | null): Promise<Record<string, string>> {
  ports.services.spoil(() => raw);
  const results = Object.entries(requests).map(async ([name, send]): Promise<[string, string]> => {
    try {
      await send();
      return [name, 'ok'];
    } catch (error) {
      if (!(error instanceof RemoteError)) return [name, String(error)];
      expect(error.message.length).toBeLessThan(500);
      expect(error.message).not.toMatch(/token-for-nobody|<html|\n/);
      return [name, error.code];
    }
  });
  return Object.fromEntries(await Promise.all(results));
}
const all = (code: string) => Object.fromEntries(Object.keys(requests).map((name) => [name, code]));

const drip = (response: Parameters<NonNullable<Raw['stream']>>[0]) => {
  response.write('{"value":[');
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};
const breakOff = (response: Parameters<NonNullable<Raw['stream']>>[0]) =>
  response.write('{"value":[', () => response.destroy());
const html = '<!DOCTYPE html><html><body>Sign in to your account</body></html>';
const unreadable: [string, Raw][] = [
  ['a web page', { headers: { 'content-type': 'text/html' }, body: html }],
  ['a web page called JSON', { headers: { 'content-type': 'application/json' }, body: html }],
  ['an error in the body', { json: { error: { code: 'Oops', message: 'later', innerError: {} } } }],
  ['an error in the body of another service', { json: { error: 'invalid_request', error_description: 'later' } }],
  ['nothing', {}],
  ['nothing, and says so', { status: 204 }],
  ['half of an answer', { body: '{"value":[{"id":"1","displa' }],
  ['a bare list', { json: [] }],
  ['null', { body: 'null' }],
  ['a number', { body: '7' }],
  ['text in another encoding', { body: Buffer.from(JSON.stringify({ value: [] }), 'utf16le') }],
  ['bytes that are no text', { body: Buffer.from(Array.from({ length: 300 }, (_, n) => 128 + (n % 100))) }],
  ['no end of brackets', { body: '['.repeat(90_000) }],
  ['everything of another type', { json: { value: 'x', id: [], incidentId: {}, name: 7, properties: 1, alerts: 1 } }],
  ['more than is taken in', { body: JSON.stringify({ value: [], filler: 'x'.repeat(1_000_000) }) }],
  [
    'little that becomes a lot',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(5_000_000, 32)) },
  ],
];

test.each(unreadable)('that is answered with %s fails as such, whichever it is', async (_, raw) => {
  expect(await ends(raw)).toEqual(all('unreadable'));
});

const silent: [string, () => Raw | null][] = [
  ['never', () => null],
  ['a byte now and then', () => ({ stream: drip })],
  ['what breaks off', () => ({ headers: { 'content-length': '5000' }, stream: (response) => void breakOff(response) })],
];

test.each(silent)('that is answered with %s has no answer, and the wait for it ends', async (_, raw) => {
  expect(await ends(raw())).toEqual(all('unreachable'));
});

test.each([301, 302, 307, 308])('that is sent elsewhere with %i does not go there', async (status) => {
  expect(await ends({ status, headers: { location: `${elsewhere.base}/graph/v1.0/security/incidents` } })).toEqual(
    all('unreadable'),
  );
  expect(elsewhere.log).toEqual([]);
});

test('about one incident and answered with another one is not believed', async () => {
  const { services } = ports;
  const others = { graph: services.raise.graph(), legacy: services.raise.legacy(), arm: services.raise.arm() };
  const isAboutOne = /\/incidents\/[^/]+$/;
  services.spoil(({ path }) => {
    if (!isAboutOne.test(path)) return undefined;
    const api = path.startsWith('/graph') ? 'graph' : path.startsWith('/legacy') ? 'legacy' : 'arm';
    return { json: services.tables[api].get(others[api]) };
  });
  const names = Object.keys(requests).filter((name) => /by id|PATCH|PUT|older API comment/.test(name));
  const codes = await Promise.allSettled(names.map((name) => requests[name]!()));
  expect(codes.map(({ status }) => status)).toEqual(names.map(() => 'rejected'));
  for (const result of codes)
    expect(result).toMatchObject({ reason: { code: 'unreadable', message: expect.stringMatching(/was answered$/) } });
});

test.each([
  ['another incident', (id: string) => ({ incidentId: Number(id) + 1, alerts: [{ alertId: 'a' }] })],
  ['an error in words of its own', () => ({ message: 'An error has occurred.' })],
])('about the alerts of an incident in the older API and answered with %s is no list of them', async (_, answer) => {
  const id = ports.services.raise.legacy();
  ports.services.spoil(() => ({ json: answer(id) }));
  await expect(ports.legacy.listAlerts(id)).rejects.toMatchObject({ code: 'unreadable' });
});

test('about the alerts of an incident and answered with those of others too takes only its own', async () => {
  const id = ports.services.raise.graph();
  const alerts = [{ id: 'own', incidentId: id }, { id: 'foreign', incidentId: '7' }, { id: 'untold' }];
  ports.services.spoil(() => ({ json: { value: alerts } }));
  const read = await ports.graph.listAlerts(id);
  expect(read.alerts.map((alert) => alert.id)).toEqual(['own', 'untold']);
  expect(read.unreadable).toEqual(['alert foreign: of another incident (7) (alert 2)']);
});

test.each(['.', '..', 'a/b', String.raw`a\b`, 'a b', 'x'.repeat(201)])(
  'never goes to the path that an incident called %j would lead to',
  async (id) => {
    const { services, graph, arm } = ports;
    const at = '2026-03-01T07:30:00Z';
    services.spoil(({ path }) => ({
      json: {
        value: path.startsWith('/graph')
          ? [{ id, createdDateTime: at, lastUpdateDateTime: at }]
          : [{ name: id, etag: 'e', properties: { createdTimeUtc: at, lastModifiedTimeUtc: at } }],
      },
    }));
    for (const port of [graph, arm])
      for await (const page of port.listModified({ since: '2026-01-01T00:00:00Z' }))
        expect(page).toMatchObject({ observations: [], unreadable: [{ id: null, modifiedAt: at }] });
  },
);

const people: [string, unknown, 'ok' | 'unreadable'][] = [
  ['without an id', { userPrincipalName: 'ana@contoso.test' }, 'unreadable'],
  ['with an id that is none', { id: 7 }, 'unreadable'],
  ['with names of the wrong type', { id: 'x', displayName: { a: 1 } }, 'unreadable'],
  ['with words nobody has heard of', { id: 'x', userType: 'Robot', '@odata.type': '#new', __proto__: { id: 1 } }, 'ok'],
];
test.each(people)('about a person %s is %s', async (_, user, code) => {
  ports.services.spoil(() => ({ json: user }));
  const asked = requests['people']!();
  if (code === 'ok') await expect(asked).resolves.toMatchObject({ objectId: 'x' });
  else await expect(asked).rejects.toMatchObject({ code });
});

test('about a person by object id and answered with another one is not believed', async () => {
  ports.services.spoil(() => ({ json: { id: '00000000-0000-4000-8000-000000000002' } }));
  const owner = { upn: null, objectId: '00000000-0000-4000-8000-000000000001', name: null };
  await expect(ports.directory.resolve(owner)).rejects.toMatchObject({ code: 'unreadable' });
});

const links: [string, (here: string) => unknown][] = [
  ['another host', () => `${elsewhere.base}/graph/v1.0/security/incidents`],
  ['the same host without TLS', (here) => here.replace('https:', 'http:')],
  ['another port', (here) => here.replace(/:(\d+)/, ':1')],
  ['somebody else at that host', (here) => here.replace('https://', 'https://localhost@')],
  ['a path on no host', () => '/graph/v1.0/security/incidents?page=2'],
  ['a host without a scheme', () => `//localhost/graph`],
  ['no address at all', () => 7],
  ['itself', (here) => here],
];
test.each(links)('whose next link leads to %s is read as far as it goes, and no token follows', async (_, link) => {
  const { services } = ports;
  services.spoil(({ path, query }) => {
    if (!/\/(incidents|alerts_v2|comments)$/.test(path)) return undefined;
    const next = link(`${services.base}${path}?${query.toString()}`);
    const at = '2026-03-01T07:00:00Z';
    const alert = { id: 'a', severity: 'high' };
    const comment = { name: 'c', properties: { message: 'said', createdTimeUtc: at } };
    const value = path.endsWith('/comments') ? [comment] : path.endsWith('/alerts_v2') ? [alert] : [];
    return { json: { value, nextLink: next, '@odata.nextLink': next } };
  });
  await expect(requests['Graph alerts']!()).resolves.toMatchObject({
    alerts: [{ id: 'a' }],
    unreadable: [expect.stringMatching(/link|next page/) as string],
  });
  await expect(requests['ARM comments']!()).resolves.toMatchObject({
    comments: [{ id: 'c' }],
    unreadable: [expect.stringMatching(/link|next page/) as string],
  });
  for (const name of ['Graph list', 'ARM list'])
    await expect(requests[name]!()).rejects.toMatchObject({ code: 'unreadable' });
  expect(elsewhere.log).toEqual([]);
});
