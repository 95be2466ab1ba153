import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { followMode } from '../../../src/sync/follow-mode.ts';
import { ana, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

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
