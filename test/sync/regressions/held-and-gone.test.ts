import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { followMode } from '../../../src/sync/posture/follow-mode.ts';
import { ana, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { connector, known, topologyFacts } from '../../support/topology-facts.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const follow = (mode: 'bridge' | 'native' | 'observe') =>
  followMode(world.store.sync, world.context.connectionId, mode, world.clock.now().toISOString());

test('a twin that was only waited for gets a name of ours before a bridge makes it', async () => {
  await follow('native');
  const id = world.sides.raise('Phish');
  await world.desk.syncNow();
  await world.desk.order('pause', ana);
  await follow('bridge');
  await world.desk.order('resume', ana);
  await world.settle();
  expect([...world.sides.sentinelSide.held.keys()]).toEqual([world.twinOf(id)]);
});

test('a click that waited is not written once the connection only observes', async () => {
  const id = await world.linked();
  world.sides.defenderSide.setDown(true);
  await world.act({ kind: 'severity', severity: 'low' });
  await follow('observe');
  world.sides.defenderSide.setDown(false);
  await world.settle();
  expect(world.original(id).incident.severity).toBe('high');
});

test('comments of a Sentinel incident that was deleted are not asked for in every cycle', async () => {
  const [id] = [await world.linked(), await world.linked()];
  world.sides.commentInSentinel(world.twinOf(id), 'last words');
  world.sides.sentinelSide.faults.push({ when: 'before', error: new RemoteError('server', 'busy', { status: 503 }) });
  await world.desk.syncNow();
  const { listComments } = world.sides.sentinel;
  world.sides.sentinel.listComments = async () => {
    throw new RemoteError('notFound', 'no such incident', { status: 404 });
  };
  await world.desk.syncNow();
  world.sides.sentinelSide.held.delete(world.twinOf(id));
  await world.desk.syncNow();
  expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
  world.sides.sentinel.listComments = listComments;
});

test('what a side refused and both have moved on from is not written over it by a retry', async () => {
  const id = await world.linked();
  const refusal = new RemoteError('invalid', 'refused', { status: 400 });
  world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error: refusal });
  world.sides.defenderSide.edit(id, { severity: 'low' });
  await world.settle();
  expect((await world.desk.view(1))!.sides[1].standing).toBe('failed');
  world.sides.defenderSide.edit(id, { severity: 'high' });
  await world.settle();
  expect((await world.desk.view(1))!.sides[1].standing).toBe('ok');
  expect(await world.act({ kind: 'retry' })).toMatchObject({ code: 'nothing_to_do' });
  expect(world.severities(id)).toEqual(['high', 'high']);
});

describe('a connection that stops by itself', () => {
  const busy = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 60 });
  const kinds = async () => (await world.desk.status())[0]!.holds.map(({ kind }) => kind);

  /** A twin is promised, and cannot be made now. */
  async function raiseWhileBusy(): Promise<void> {
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error: busy });
    world.sides.raise('Phish');
    await world.desk.syncNow();
  }

  test("makes no twin any more that was promised before Microsoft's own sync was found beside it", async () => {
    await raiseWhileBusy();
    const connectors = known([connector('MicrosoftThreatProtection', ['incidents'])]);
    world.neighbourhood.facts = topologyFacts({ connectors });
    world.sides.sentinelSide.setDown(true);
    world.clock.advance(3_600_000);
    await world.desk.syncNow();
    world.sides.sentinelSide.setDown(false);
    world.clock.advance(400_000);
    await world.desk.syncNow();
    expect([await kinds(), world.sides.sentinelSide.held.size]).toEqual([['nativeFound'], 0]);
    await world.desk.order('go', ana);
    await world.settle();
    expect(world.sides.sentinelSide.held.size).toBe(1);
  });

  test('carries nothing any more that was promised before the brake', async () => {
    await world.close();
    world = await createSyncWorld({ massChangeLimit: 2 });
    const ids = [];
    for (const title of ['a', 'b', 'c', 'd']) ids.push(await world.linked(title));
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error: busy });
    world.sides.defenderSide.edit(ids[0]!, { severity: 'low' });
    await world.desk.syncNow();
    for (const id of ids.slice(1)) world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.desk.syncNow();
    world.clock.advance(400_000);
    await world.desk.syncNow();
    expect([await kinds(), world.severities(ids[0]!)]).toEqual([['massChange'], ['low', 'high']]);
  });
});

test('an edit that stood against a click and is put back to what both held before reaches the other side still', async () => {
  const id = await world.linked();
  await world.desk.order('pause', ana);
  world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
  await world.act({ kind: 'severity', severity: 'low' });
  expect(world.severities(id)).toEqual(['low', 'informational']);
  world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'high' });
  await world.desk.syncNow();
  expect((await world.desk.view(1))!.drift).toEqual([expect.objectContaining({ what: 'severity' })]);
  await world.desk.order('resume', ana);
  await world.settle();
  expect(world.severities(id)).toEqual(['high', 'high']);
});
