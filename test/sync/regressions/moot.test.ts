import { policyForAll } from '../../../src/sync/conflict-policy.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

/** What was refused, asked or wanted, and has no sense any more. */

let world: SyncWorld;
afterEach(() => world.close());

const refuse = (on: 'write' | 'comment', times = 1) => {
  const error = new RemoteError('invalid', 'not that', { status: 400 });
  for (let time = 0; time < times; time += 1) {
    world.sides.sentinelSide.faults.push({ when: 'before', on, error });
    world.sides.defenderSide.faults.push({ when: 'before', on, error });
  }
};

function rename(id: string, title: string): void {
  const entry = world.original(id);
  entry.incident.title = title;
  world.sides.defenderSide.touch(entry, 'raj@contoso.test');
}

describe("a twin that Sentinel refused, when Microsoft's own sync has taken over", () => {
  beforeEach(async () => {
    world = await createSyncWorld({ patienceMilliseconds: 0 });
    world.sides.raise('Phish');
    refuse('write');
    await world.desk.syncNow();
    await world.anotherLife({ mode: 'native' });
  });

  test('is not made by a retry', async () => {
    await world.settle();
    expect(await world.act({ kind: 'retry' })).toMatchObject({ code: 'nothing_to_do' });
    expect(world.sides.sentinelSide.held.size).toBe(0);
  });

  test('is no trouble once that has made one', async () => {
    world.makeNativeTwin('101');
    await world.settle();
    expect((await world.desk.view(1))!.sides.map(({ standing }) => standing)).toEqual(['ok', 'ok']);
    expect(await world.desk.troubles()).toEqual([]);
  });
});

test("a title that was to be retold is left to Microsoft's own sync when that takes over", async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  rename(await world.linked(), 'Phish, renamed');
  const error = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 60 });
  world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error });
  await world.desk.syncNow();
  await world.anotherLife({ mode: 'native' });
  await world.settle();
  expect(await world.desk.drift({ limit: 9, offset: 0 })).toMatchObject({ total: 0 });
});

test('a title that Sentinel refused holds back no later one', async () => {
  world = await createSyncWorld();
  const id = await world.linked();
  refuse('write');
  rename(id, 'A title it does not like');
  await world.settle();
  const { writes } = await world.desk.syncNow();
  expect([writes, (await world.desk.troubles()).length]).toEqual([0, 1]);
  rename(id, 'A title it takes');
  await world.settle();
  expect([world.twin(id).incident.title, (await world.desk.troubles()).length]).toEqual(['A title it takes', 0]);
});

test("a comment that Defender refused is no trouble once Microsoft's own sync has carried it", async () => {
  world = await createSyncWorld({ mode: 'native', patienceMilliseconds: 0 });
  const id = world.sides.raise('Phish');
  await world.desk.syncNow();
  world.sides.commentInSentinel(world.makeNativeTwin(id), 'look here');
  await world.settle();
  world.clock.advance(901_000);
  refuse('comment');
  await world.act({ kind: 'repair' });
  await world.settle();
  expect(await world.desk.troubles()).toHaveLength(1);
  world.sides.commentInDefender(id, 'look here', 'Microsoft');
  await world.settle();
  expect(await world.desk.troubles()).toEqual([]);
});

test('a question is none any more when one of the two sides has lost the incident', async () => {
  world = await createSyncWorld({ conflictPolicy: policyForAll('ask') });
  const id = await world.linked();
  world.clock.advance(60_000);
  world.sides.defenderSide.edit(id, { severity: 'low' });
  world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'medium' });
  await world.settle();
  expect((await world.desk.view(1))!.questions).toHaveLength(1);
  world.sides.sentinelSide.held.delete(world.twinOf(id));
  for (let hour = 0; hour < 4; hour += 1) {
    world.clock.advance(3_700_000);
    await world.sync.compare();
  }
  expect(await world.desk.view(1)).toMatchObject({ questions: [], drift: [] });
  expect((await world.desk.status())[0]!.disagreeing).toBe(0);
  expect(await world.act({ kind: 'keep', field: 'severity', side: 'defender' })).toMatchObject({
    code: 'nothing_to_do',
  });
});

test('an edit that loses to a click is told once, however often the click has to be written', async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  const id = await world.linked();
  world.clock.advance(60_000);
  world.sides.defenderSide.edit(id, { severity: 'low' });
  world.clock.advance(60_000);
  const error = new RemoteError('server', 'not now', { status: 503 });
  for (let times = 0; times < 4; times += 1)
    world.sides.defenderSide.faults.push({ when: 'before', on: 'write', error });
  await world.act({ kind: 'severity', severity: 'medium' });
  await world.settle();
  expect((await world.desk.view(1))!.overruled).toHaveLength(1);
});

test('what was refused of an incident that only one system has is no trouble once it is so by other hands', async () => {
  world = await createSyncWorld();
  const born = structuredClone(world.original(world.sides.raise('Born in Sentinel')));
  world.sides.defenderSide.held.clear();
  born.incident.id = 'born-here';
  world.sides.sentinelSide.add(born);
  await world.settle();
  refuse('write');
  await world.act({ kind: 'severity', severity: 'low' });
  expect(await world.desk.troubles()).toHaveLength(1);
  world.sides.sentinelSide.edit('born-here', { severity: 'low' });
  await world.settle();
  expect(await world.desk.troubles()).toEqual([]);
});
