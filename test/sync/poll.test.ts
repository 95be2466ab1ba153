import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { holdNext, letRun } from '../support/hold-request.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

test('a look that is due does not wait for a backlog that is still being written', async () => {
  await world.linked();
  const first = world.sides.raise('first');
  const slow = holdNext(world.sides.sentinel, 'create', 'before');
  await world.sync.poll();
  await slow.arrived;
  const second = world.sides.raise('second');
  await world.sync.poll();
  expect(await world.store.sync.linkById(world.context.connectionId, 'defender', second)).not.toBeNull();
  expect(world.sides.sentinelSide.held.has(world.twinOf(first))).toBe(false);
  slow.release();
  await letRun(40);
  for (const id of [first, second]) expect(world.sides.sentinelSide.held.has(world.twinOf(id))).toBe(true);
});

test('sync now answers when what it decided has been tried', async () => {
  await world.linked();
  world.sides.raise('first');
  await world.sync.poll();
  const id = world.sides.raise('second');
  const report = await world.desk.syncNow();
  expect(report.waiting).toBe(0);
  expect(world.sides.sentinelSide.held.has(world.twinOf(id))).toBe(true);
});

test('a look that finds a side down tells so, and the next one looks again', async () => {
  await world.linked();
  world.sides.defenderSide.faults.push({ when: 'before', error: new RemoteError('server', 'down', { status: 503 }) });
  await world.sync.poll();
  expect((await world.desk.status())[0]!.sides[0]).toMatchObject({ fault: 'down', failures: 1 });
  await world.sync.poll();
  expect((await world.desk.status())[0]!.sides[0]).toMatchObject({ fault: null, failures: 0 });
});
