import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { alertReads, bookmarksOf, later, many, still } from './alerts-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

describe('a backlog', () => {
  test('is worked off in one cycle, the newest first, and whatever is more urgent goes between its portions', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => world.sides.raise(`i${index}`, {}, many(2)));
    const order: string[] = [];
    const [{ listAlerts }, { create }] = [world.sides.defender, world.sides.sentinel];
    world.sides.defender.listAlerts = (id) => {
      order.push(id);
      return listAlerts(id);
    };
    world.sides.sentinel.create = (...all) => {
      order.push('twin');
      return create(...all);
    };
    expect(await world.desk.syncNow()).toMatchObject({ waiting: 0 });
    expect(ids.map((id) => bookmarksOf(world, id).length)).toEqual(ids.map(() => 2));
    // All twins after the first forty were asked for, and the oldest incidents' alerts after that.
    expect(order.slice(0, 40)).toEqual(ids.slice(20).toReversed());
    expect(order.slice(40, 100)).toEqual(ids.map(() => 'twin'));
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('leaves half of every allowance to what people wait for', async () => {
    const allowance = { name: 'Graph', left: 100, capacity: 100 };
    world.quotas.push(allowance);
    const { listAlerts } = world.sides.defender;
    world.sides.defender.listAlerts = (id) => {
      allowance.left -= 1;
      return listAlerts(id);
    };
    const ids = Array.from({ length: 60 }, (_, index) => world.sides.raise(`i${index}`, {}, many(1)));
    await world.desk.syncNow();
    expect(world.sides.sentinelSide.held.size).toBe(60);
    // Some were on their way together.
    expect(allowance.left).toBeGreaterThan(45);
    expect(world.sides.bookmarks.size).toBe(40);
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0 });
    allowance.left = 100;
    await later(world);
    expect(ids.map((id) => bookmarksOf(world, id).length)).toEqual(ids.map(() => 1));
  });

  test('makes no cycle longer than half a minute', async () => {
    const { listAlerts } = world.sides.defender;
    world.sides.defender.listAlerts = (id) => {
      world.clock.advance(1000);
      return listAlerts(id);
    };
    Array.from({ length: 200 }, (_, index) => world.sides.raise(`i${index}`));
    const reads: number[] = [];
    for (let cycle = 0; cycle < 3; cycle += 1) {
      await world.desk.syncNow();
      reads.push(await alertReads(world));
    }
    expect(reads).toEqual([80, 160, 200]);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });
});
