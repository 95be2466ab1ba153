import fc from 'fast-check';
import { AllowanceRegistry } from '../../src/azure/allowance-registry.ts';
import type { AllowanceSettings } from '../../src/azure/allowance.ts';
import type { Priority } from '../../src/azure/priority.ts';
import { TokenBucket, TurnDidNotCome } from '../../src/azure/token-bucket.ts';
import { FakeClock, settle } from './fake-clock.ts';

const LONG = 3600_000;

function take(bucket: TokenBucket, count: number, priority: Priority = 'person', into: string[] = [], name = '.') {
  return Array.from({ length: count }, () => bucket.acquire(priority, LONG).then(() => void into.push(name)));
}

test('a full bucket gives its capacity at once, then as fast as it refills', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ capacity: 10, refillPerSecond: 2 }, clock);
  const done: string[] = [];
  take(bucket, 14, 'person', done);
  await settle();
  expect(done).toHaveLength(10);
  await clock.pass(1000);
  expect(done).toHaveLength(12);
  await clock.pass(1000);
  expect(done).toHaveLength(14);
  expect(clock.pending).toBe(0);
});

test('the background leaves people the last tenth', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ capacity: 20, refillPerSecond: 1 }, clock);
  const done: string[] = [];
  take(bucket, 20, 'background', done, 'b');
  await settle();
  expect(done).toHaveLength(18);
  take(bucket, 2, 'person', done, 'p');
  await settle();
  expect(done.slice(18)).toEqual(['p', 'p']);
});

describe('a window that is never idle', () => {
  const [capacity, windowSeconds, minutes] = [150, 61, 30];
  /** Eight who ask for the next turn as soon as they have one, for as long as the test passes time. */
  function neverIdle(bucket: TokenBucket, grants: number[], clock: FakeClock) {
    const ask = (): Promise<void> =>
      bucket.acquire('background', LONG).then(() => {
        grants.push(clock.now());
        return ask();
      });
    for (let n = 0; n < 8; n += 1) void ask();
  }

  test('is used to more than 95 of 100, although a tenth is kept for people', async () => {
    const clock = new FakeClock();
    const grants: number[] = [];
    neverIdle(new TokenBucket({ capacity, windowSeconds }, clock), grants, clock);
    await clock.pass(minutes * 60_000);
    expect(grants.length).toBeGreaterThan(0.95 * capacity * minutes);
    for (const start of grants)
      expect(grants.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(capacity);
  });

  test('lets a click through at once, whenever it comes', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket({ capacity, windowSeconds }, clock);
    neverIdle(bucket, [], clock);
    for (let click = 1; click <= 40; click += 1) {
      await clock.pass(37_000 + click * 100);
      const done: string[] = [];
      take(bucket, 3, 'person', done);
      await settle();
      expect(done).toHaveLength(3);
    }
  });
});

test('a write goes before a read that waits longer, but not before a person', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ capacity: 1, refillPerSecond: 1 }, clock);
  const done: string[] = [];
  await bucket.acquire('person', LONG);
  for (const [priority, kind] of [
    ['background', 'reads'],
    ['background', 'writes'],
    ['person', 'reads'],
    ['person', 'writes'],
  ] as const)
    void bucket.acquire(priority, LONG, kind).then(() => done.push(`${priority} ${kind}`));
  await clock.pass(4000);
  expect(done).toEqual(['person writes', 'person reads', 'background writes', 'background reads']);
});

test('people go first, and within a priority it is first come, first served', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ capacity: 1, refillPerSecond: 1 }, clock);
  const done: string[] = [];
  await bucket.acquire('person', LONG);
  for (const [priority, name] of [
    ['background', 'b1'],
    ['background', 'b2'],
    ['person', 'p1'],
    ['person', 'p2'],
  ] as const) {
    take(bucket, 1, priority, done, name);
  }
  await clock.pass(4000);
  expect(done).toEqual(['p1', 'p2', 'b1', 'b2']);
});

test('whoever waited as long as they could is told how much longer it would take', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ capacity: 1, windowSeconds: 60 }, clock);
  await bucket.acquire('person', LONG);
  const outcome = bucket.acquire('person', 15_000).catch((error: unknown) => error);
  await clock.pass(15_000);
  expect(await outcome).toMatchObject({ name: 'TurnDidNotCome', waitSeconds: 45 });
  expect(clock.pending).toBe(0);
  // The turn it gave up is not lost to the next one.
  const next = bucket.acquire('person', LONG);
  await clock.pass(45_000);
  await expect(next).resolves.toBeUndefined();
});

test('a penalty closes the bucket for all, and a wait that cannot end in time is refused at once', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ capacity: 5, refillPerSecond: 5 }, clock);
  bucket.penalise(30);
  await expect(bucket.acquire('person', 15_000)).rejects.toThrow(TurnDidNotCome);
  const patient = bucket.acquire('person', 31_000);
  let isDone = false;
  void patient.then(() => (isDone = true));
  await clock.pass(29_000);
  expect(isDone).toBe(false);
  await clock.pass(1_000);
  expect(isDone).toBe(true);
});

test('a penalty is never believed for more than an hour', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket({ capacity: 1, refillPerSecond: 1 }, clock);
  bucket.penalise(1e9);
  expect(bucket.left()).toBe(0);
  await clock.pass(59 * 60_000);
  expect(bucket.left()).toBe(0);
  const [turn] = take(bucket, 1);
  await clock.pass(60_000);
  await expect(turn).resolves.toBeUndefined();
});

test('no window of a minute ever holds more than its allowance, however requests arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.record({ gap: fc.integer({ min: 0, max: 30_000 }), count: fc.integer({ min: 1, max: 6 }) }), {
        maxLength: 12,
      }),
      async (capacity, arrivals) => {
        const clock = new FakeClock();
        const settings: AllowanceSettings = { capacity, windowSeconds: 60 };
        const bucket = new TokenBucket(settings, clock);
        const grants: number[] = [];
        for (const { gap, count } of arrivals) {
          await clock.pass(gap);
          for (let n = 0; n < count; n += 1) {
            void bucket.acquire(n % 2 === 0 ? 'person' : 'background', LONG * 10).then(() => grants.push(clock.now()));
          }
        }
        await clock.pass(LONG * 2);
        expect(grants).toHaveLength(arrivals.reduce((sum, { count }) => sum + count, 0));
        for (const start of grants) {
          const within = grants.filter((at) => at >= start && at < start + 60_000).length;
          expect(within).toBeLessThanOrEqual(capacity);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('connections that draw on one allowance share its bucket, others do not', () => {
  const registry = new AllowanceRegistry({ quotaPerMinute: 1000, clock: new FakeClock() });
  const a = registry.graphSecurity({ tenantId: 'T', principal: 'app' });
  expect(registry.graphSecurity({ tenantId: 't', principal: 'APP' }).read[0]).toBe(a.write[0]);
  expect(registry.graphSecurity({ tenantId: 't', principal: 'other' }).read[0]).not.toBe(a.read[0]);
  const arm = registry.arm({ tenantId: 't', subscriptionId: 's', principal: 'app' });
  expect(arm.read[0]).not.toBe(arm.write[0]);
  // The tenant's cap holds for both services together.
  expect(arm.read[1]).toBe(a.read[1]);
});

test('what is left of the allowances of a connection is told once a bucket, and nothing while the service asks to wait', async () => {
  const clock = new FakeClock();
  const registry = new AllowanceRegistry({ quotaPerMinute: 1000, clock });
  const graph = registry.graphSecurity({ tenantId: 't', principal: 'app' });
  const arm = registry.arm({ tenantId: 't', subscriptionId: 's', principal: 'app' });
  for (const bucket of graph.read) await bucket.acquire('background', LONG);
  const told = () => registry.left(graph, arm).map(({ name, left, capacity }) => [name, left, capacity]);
  expect(told()).toEqual([
    ['Graph security', 149, 150],
    ['Tenant t', 999, 1000],
    ['Azure reads', 250, 250],
    ['Azure writes', 200, 200],
  ]);
  graph.read[0]?.penalise(30);
  expect(told()[0]).toEqual(['Graph security', 0, 150]);
  await clock.pass(30_000);
  expect(told()[0]).toEqual(['Graph security', 149, 150]);
});

test('the older Defender API counts lists and updates together, readings apart, and everything by the hour', async () => {
  const clock = new FakeClock();
  const registry = new AllowanceRegistry({ quotaPerMinute: 100_000, clock });
  const { lists, incidents } = registry.legacyDefender({ tenantId: 't', principal: 'app' });
  const done: string[] = [];
  const ask = async (kind: string, buckets: readonly TokenBucket[]) => {
    for (const bucket of buckets) await bucket.acquire('person', LONG);
    done.push(kind);
  };
  for (let n = 0; n < 40; n += 1) void ask('list', lists.read);
  for (let n = 0; n < 40; n += 1) void ask('update', incidents.write);
  for (let n = 0; n < 150; n += 1) void ask('get', incidents.read);
  await settle();
  const count = (kind: string) => done.filter((one) => one === kind).length;
  expect([count('list'), count('update'), count('get')]).toEqual([40, 10, 100]);
  await clock.pass(61_000);
  expect(done).toHaveLength(230);

  for (let minute = 0; minute < 30; minute += 1) {
    for (let n = 0; n < 90; n += 1) void ask('get', incidents.read);
    await clock.pass(61_000);
  }
  expect(done).toHaveLength(1500);
});
