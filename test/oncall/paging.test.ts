import { createPagingSender } from '../../src/oncall/paging/send-pages.ts';
import type { PagingSettings } from '../../src/oncall/paging/settings.ts';
import { startPager } from '../../src/simulator/pager/pager.ts';
import type { Pager } from '../../src/simulator/pager/pager.ts';
import { createTls, trustInThisProcess } from '../../src/simulator/tls.ts';
import type { SimulatorTls } from '../../src/simulator/tls.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { createPageCounts } from '../../src/sync/ports/page-counts.ts';
import type { PageCounts } from '../../src/sync/ports/page-counts.ts';
import type { PagingAction } from '../../src/sync/ports/paging-records.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const SECRET = 'the-secret-of-the-pager';
const KEY = 'r'.repeat(32);
let tls: SimulatorTls;
let distrust: () => void;
let store: OpenStore;
let pager: Pager;
let clock: ReturnType<typeof createFakeClock>;
let pages: PageCounts;
const logged: string[] = [];

beforeAll(async () => {
  tls = await createTls();
  distrust = trustInThisProcess(tls);
});
afterAll(() => distrust());
afterEach(async () => {
  await store.close();
  await pager.stop();
});

async function begin(format: PagingSettings['format'], secret = SECRET) {
  clock = createFakeClock(new Date().toISOString());
  store = await openStore('file::memory:');
  const routing = format === 'pagerduty' ? { routingKey: KEY } : {};
  pager = await startPager({ tls, secret: SECRET, now: () => clock.now(), ...routing });
  logged.length = 0;
  pages = createPageCounts();
  const log = (fields: object, message: string) => void logged.push(JSON.stringify([fields, message]));
  const reveal = (value: string) => ({ reveal: () => value });
  return createPagingSender({
    settings: {
      url: reveal(pager.url),
      secret: reveal(secret),
      format,
      routingKey: format === 'pagerduty' ? reveal(KEY) : null,
      requestTimeoutSeconds: 2,
    },
    records: store.paging,
    plain: (text, most) => text.slice(0, most),
    clock,
    logger: { warn: log, error: log },
    pages,
  });
}

const promise = (action: PagingAction, dedupKey = 'alert-1') =>
  store.paging.addEvent({
    dedupKey,
    action,
    alert: {
      incident: 12,
      title: 'Phish',
      severity: 'high',
      openedAt: clock.now().toISOString(),
      person: 'Ana',
      links: [{ side: 'defender', url: 'https://security.microsoft.com/incident2/1' }],
    },
    createdAt: clock.now().toISOString(),
  });

test.each(['json', 'pagerduty'] as const)('an alert is triggered, acknowledged and resolved, as %s', async (format) => {
  const sender = await begin(format);
  await promise('trigger');
  await Promise.all([sender.send(), sender.send()]);
  expect([...pager.alerts.values()]).toMatchObject([
    { status: 'triggered', summary: expect.stringContaining('Phish') },
  ]);
  await promise('acknowledge');
  await promise('acknowledge');
  await sender.send();
  await promise('resolve');
  await sender.send();
  await sender.send();
  expect([...pager.alerts.values()]).toMatchObject([
    { status: 'resolved', received: { trigger: 1, acknowledge: 1, resolve: 1 } },
  ]);
  expect([pager.refusals, logged]).toEqual([[], []]);
});

test('what is not taken is tried again, later each time and in its order, and after a lost answer under the same key', async () => {
  const sender = await begin('json');
  pager.faults.fail({ kind: 'dropResponse' });
  pager.faults.fail({ kind: 'status', status: 429, headers: { 'Retry-After': '120' } });
  await promise('trigger');
  await sender.send();
  await promise('acknowledge');
  clock.advance(2_000);
  await sender.send();
  clock.advance(100_000);
  await sender.send();
  expect(pager.alerts.get('alert-1')).toMatchObject({ status: 'triggered', received: { trigger: 1 } });
  clock.advance(21_000);
  await sender.send();
  expect(pager.alerts.get('alert-1')).toMatchObject({
    status: 'acknowledged',
    received: { trigger: 2, acknowledge: 1 },
  });
  expect(pages.all().filter(({ way }) => way === 'webhook')).toEqual([
    { way: 'webhook', outcome: 'delivered', count: 1 },
    { way: 'webhook', outcome: 'failed', count: 2 },
  ]);
  expect(await sender.troubles()).toEqual([]);
});

test('what was over before the paging system heard of it is not sent at all', async () => {
  const sender = await begin('json');
  await promise('trigger');
  await promise('acknowledge');
  await sender.send();
  expect(pager.alerts.size).toBe(0);
  expect((await store.paging.eventsOf('alert-1')).map(({ state }) => state)).toEqual(['dropped', 'dropped']);
});

test('a refusal is told admins until something is taken, without address, secret or answer', async () => {
  const sender = await begin('json', 'another-secret-altogether');
  await promise('trigger');
  await sender.send();
  expect(pager.refusals).toEqual(['the signature does not fit']);
  const [trouble] = await sender.troubles();
  expect(trouble).toMatchObject({ key: 'paging', sentence: 'The paging system does not take pages: HTTP 401.' });
  expect(logged).toHaveLength(1);
  expect(JSON.stringify([logged, trouble])).not.toMatch(/another-secret|localhost|signature does/);
  await promise('acknowledge');
  await sender.send();
  expect(pager.refusals).toHaveLength(1);
});

test('a redirect is not followed, and of a long answer no more than a piece is read', async () => {
  const sender = await begin('json');
  pager.faults.fail({ kind: 'status', status: 307, headers: { Location: pager.url } });
  await promise('trigger');
  await sender.send();
  expect(pager.alerts.size).toBe(0);
  pager.faults.fail({ kind: 'status', status: 202, body: 'x'.repeat(5_000_000) });
  await promise('trigger', 'alert-2');
  await sender.send();
  expect((await store.paging.eventsOf('alert-2'))[0]).toMatchObject({ state: 'sent' });
});

test('a paging system that does not answer is not waited for once for each alert', async () => {
  const sender = await begin('json');
  pager.faults.fail({ kind: 'dropRequest', times: 3 });
  for (const key of ['alert-1', 'alert-2', 'alert-3']) await promise('trigger', key);
  await sender.send();
  const triedOf = async (key: string) => (await store.paging.eventsOf(key))[0]!.attempts;
  expect(await Promise.all(['alert-1', 'alert-2', 'alert-3'].map(triedOf))).toEqual([1, 0, 0]);
  await sender.send();
  expect(await Promise.all(['alert-1', 'alert-2', 'alert-3'].map(triedOf))).toEqual([1, 1, 0]);
  await sender.send();
  clock.advance(5_000);
  await sender.send();
  expect([...pager.alerts.keys()].toSorted()).toEqual(['alert-1', 'alert-2', 'alert-3']);
});
