import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { letRun } from '../../support/hold-request.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { alertIdsOf, bookmarksOf, later, many, still } from './alerts-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

describe('nothing else waits for alerts', () => {
  const forbidden = new RemoteError('forbidden', 'Missing application roles.', { status: 403 });

  test('though Defender does not let them be read: it is told, and asked for again an hour later', async () => {
    const { listAlerts } = world.sides.defender;
    let asked = 0;
    let isGranted = false;
    world.sides.defender.listAlerts = async (id) => {
      asked += 1;
      if (!isGranted) throw forbidden;
      return listAlerts(id);
    };
    const ids = Array.from({ length: 9 }, (_, index) => world.sides.raise(`i${index}`, {}, many(1)));
    const first = await world.desk.syncNow();
    expect(first).toMatchObject({ waiting: 0, faults: [expect.stringContaining('alerts may not be read')] });
    expect(world.sides.sentinelSide.held.size).toBe(9);
    // The ones that were on their way together.
    expect(asked).toBeLessThanOrEqual(4);
    world.sides.defenderSide.edit(ids[0]!, { severity: 'low' });
    await later(world);
    expect(world.severities(ids[0]!)).toEqual(['low', 'low']);
    expect(asked).toBeLessThanOrEqual(4);
    expect((await world.desk.troubles()).map(({ advice }) => advice)).toEqual([
      expect.stringContaining('SecurityAlert.Read.All'),
    ]);
    expect((await world.desk.status())[0]!.pauses).toMatchObject([{ what: 'alerts', why: 'refused' }]);

    isGranted = true;
    world.clock.advance(3_600_000);
    await world.desk.syncNow();
    expect(ids.map((id) => bookmarksOf(world, id).length)).toEqual(ids.map(() => 1));
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('though Sentinel takes no bookmarks: nothing waits on the card, and one incident an hour tries', async () => {
    const { putBookmark } = world.sides.sentinel;
    let asked = 0;
    let isGranted = false;
    world.sides.sentinel.putBookmark = async (...all) => {
      asked += 1;
      if (!isGranted) throw forbidden;
      return putBookmark(...all);
    };
    const ids = Array.from({ length: 20 }, (_, index) => world.sides.raise(`i${index}`, {}, many(2)));
    const first = await world.desk.syncNow();
    expect(first).toMatchObject({ waiting: 0, faults: [expect.stringContaining('bookmarks may not be written')] });
    const together = asked;
    expect(together).toBeLessThanOrEqual(8);
    expect((await world.desk.view(1))!.sides.map(({ standing }) => standing)).toEqual(['ok', 'ok']);
    expect((await world.desk.troubles()).map(({ advice }) => advice)).toEqual([expect.stringContaining('Contributor')]);

    await later(world);
    world.sides.raise('another', {}, many(1));
    await later(world);
    expect(asked).toBe(together);
    world.clock.advance(3_600_000);
    await world.desk.syncNow();
    expect(asked).toBe(together + 1);

    isGranted = true;
    world.clock.advance(3_600_000);
    await world.desk.syncNow();
    await world.settle();
    expect(ids.map((id) => bookmarksOf(world, id).length)).toEqual(ids.map(() => 2));
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('though those of one incident cannot be read, which are tried ever more rarely', async () => {
    const { listAlerts } = world.sides.defender;
    const broken = world.sides.raise('broken', {}, many(1));
    const asked: string[] = [];
    world.sides.defender.listAlerts = async (id) => {
      asked.push(id);
      if (id === broken) throw new RemoteError('unreadable', 'not JSON');
      return listAlerts(id);
    };
    const fine = world.sides.raise('fine', {}, many(1));
    const report = await world.desk.syncNow();
    expect(report.faults).toEqual([expect.stringContaining('the alerts of #1 cannot be read')]);
    expect(bookmarksOf(world, fine)).toHaveLength(1);
    expect(await world.desk.syncNow()).toEqual(still);
    expect((await world.desk.status())[0]!.quarantined).toBe(1);
    for (let cycle = 0; cycle < 16; cycle += 1) await later(world);
    expect(asked.filter((id) => id === broken).length).toBeLessThan(9);
    expect(world.twin(broken).incident.title).toBe('broken');
    const another = world.sides.raise('another', {}, many(1));
    await world.desk.syncNow();
    expect(bookmarksOf(world, another)).toHaveLength(1);
  });

  test('though this Defender has no list of them: it is told, and soon no longer asked for each incident', async () => {
    let asked = 0;
    world.sides.defender.listAlerts = async () => {
      asked += 1;
      throw new RemoteError('notFound', 'no such list', { status: 404 });
    };
    Array.from({ length: 30 }, (_, index) => world.sides.raise(`i${index}`, {}, many(1)));
    await world.desk.syncNow();
    expect(asked).toBeLessThan(8);
    expect(world.sides.sentinelSide.held.size).toBe(30);
    const report = await world.desk.syncNow();
    expect(report).toMatchObject({ writes: 0, waiting: 0, faults: [expect.stringContaining('alerts cannot be read')] });
    expect(asked).toBeLessThan(8);
  });

  test('though the list of alerts is down: the cycles go on without it, and it is caught up with', async () => {
    const { listAlerts } = world.sides.defender;
    world.sides.defender.listAlerts = async () => {
      throw new RemoteError('server', 'down', { status: 503 });
    };
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    expect(world.twin(id).incident.title).toBe('Phish');
    expect(await world.desk.troubles()).toEqual([]);
    world.sides.defender.listAlerts = listAlerts;
    await later(world);
    expect(bookmarksOf(world, id)).toHaveLength(1);
    expect(world.twin(id).incident.description).toContain('Alerts: 1');
  });

  test('though one of them is refused: the others are there, and the card says which is not', async () => {
    const { putBookmark } = world.sides.sentinel;
    let isMended = false;
    world.sides.sentinel.putBookmark = async (name, bookmark, wasTied) => {
      if (!isMended && bookmark.displayName === 'Alert a1')
        throw new RemoteError('invalid', 'not that one', { status: 400 });
      return putBookmark(name, bookmark, wasTied);
    };
    const id = world.sides.raise('Phish', {}, many(3));
    await world.desk.syncNow();
    expect(alertIdsOf(world, id)).toEqual(['a0', 'a2']);
    const sentinelSide = async () => (await world.desk.view(1))!.sides[1];
    expect(await sentinelSide()).toMatchObject({ standing: 'failed', reason: expect.stringContaining('not that one') });
    await later(world);
    expect(world.sides.bookmarks.size).toBe(2);
    isMended = true;
    world.clock.advance(1000);
    await world.act({ kind: 'retry' });
    await world.settle();
    expect(alertIdsOf(world, id)).toEqual(['a0', 'a2', 'a1']);
    expect(await sentinelSide()).toMatchObject({ standing: 'ok' });
  });

  test('though people have tied bookmarks of their own: what fits is there, and no more is tried', async () => {
    const id = await world.linked();
    world.twin(id).bookmarks.push(...Array.from({ length: 18 }, (_, index) => `theirs-${index}`));
    world.clock.advance(60_000);
    world.sides.alert(id, ...many(10));
    const { writes } = world.meter.traffic;
    await world.desk.syncNow();
    expect(world.twin(id).bookmarks).toHaveLength(20);
    // Two that fit, the one that does not, and the retold description.
    expect(world.meter.traffic.writes - writes).toBe(2 * 2 + 2 + 1);
    expect((await world.desk.view(1))!.sides[1]).toMatchObject({
      standing: 'failed',
      reason: expect.stringContaining('8 alerts: no more than 20'),
    });
    world.clock.advance(60_000);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('a click goes before the bookmarks that are still to be written', async () => {
    const id = world.sides.raise('Phish', {}, many(20));
    const order: string[] = [];
    const { putBookmark, update } = world.sides.sentinel;
    world.sides.sentinel.update = (...all) => {
      order.push('update');
      return update(...all);
    };
    world.sides.sentinel.putBookmark = async (...all) => {
      order.push('bookmark');
      if (order.length === 3) {
        void world.act({ kind: 'severity', severity: 'low' });
        await letRun();
      }
      return putBookmark(...all);
    };
    await world.desk.syncNow();
    await letRun();
    expect(order.slice(0, 4)).toEqual(['bookmark', 'bookmark', 'bookmark', 'update']);
    expect(bookmarksOf(world, id)).toHaveLength(20);
  });

  test('a write after them does not go by an etag that is known to be old', async () => {
    const id = world.sides.raise('Phish', {}, many(2));
    await world.desk.syncNow();
    const before = { ...world.meter.traffic };
    await world.act({ kind: 'severity', severity: 'low' });
    await letRun();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect(world.meter.traffic.writes - before.writes).toBe(2);
  });
});
