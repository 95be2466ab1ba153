import { sampleAlert } from '../../support/alerts.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { alertIdsOf, alertReads, bookmarksOf, later, lost, many, still } from './alerts-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

describe('an incident with alerts', () => {
  test('has them as bookmarks tied to its twin, with their entities, after one cycle', async () => {
    const id = world.sides.raise('Phish', {}, [sampleAlert('a'), sampleAlert('b', { severity: 'high' })]);
    expect(await world.desk.syncNow()).toMatchObject({ waiting: 0, faults: [] });
    expect(await alertReads(world)).toBe(1);
    expect(alertIdsOf(world, id)).toEqual(['b', 'a']);
    const [first] = bookmarksOf(world, id);
    expect(first).toMatchObject({
      displayName: 'Alert b',
      query: 'AlertEvidence | where AlertId == "b"',
      labels: ['Defender alert'],
      eventAt: '2026-03-01T07:30:00Z',
    });
    expect(JSON.parse(first!.queryResult)).toMatchObject({
      Severity: 'high',
      Product: 'Microsoft Defender for Endpoint',
      Entities: [{ Type: 'Host', HostName: 'fin-07' }],
    });
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('tells in its twin how many there are, of which products and since when, without a second write', async () => {
    const id = world.sides.raise('Phish', {}, many(12, { firstActivityAt: '2026-02-27T00:00:00Z' }));
    let made: unknown = null;
    const { create, update } = world.sides.sentinel;
    let updates = 0;
    world.sides.sentinel.create = (name, draft) => create(name, (made = draft) as typeof draft);
    world.sides.sentinel.update = (...all) => {
      updates += 1;
      return update(...all);
    };
    await world.desk.syncNow();
    expect(made).toMatchObject({
      description: expect.stringContaining('Products: Microsoft Defender for Endpoint\nAlerts: 12'),
      firstActivityAt: '2026-02-27T00:00:00Z',
      lastActivityAt: '2026-03-01T07:30:00Z',
    });
    expect((await world.desk.view(1))!.products).toEqual(['Microsoft Defender for Endpoint']);
    await world.settle();
    expect([bookmarksOf(world, id).length, updates]).toEqual([12, 0]);
  });

  test('of more than a hundred and fifty says "150+" and has twenty bookmarks, the most severe first', async () => {
    const severe = Array.from({ length: 25 }, (_, index) => sampleAlert(`h${index}`, { severity: 'high' }));
    const id = world.sides.raise('Storm', {}, [...many(140), ...severe]);
    let description = '';
    const { create } = world.sides.sentinel;
    world.sides.sentinel.create = (name, draft) =>
      create(name, { ...draft, description: (description = draft.description) });
    await world.desk.syncNow();
    expect(description).toContain('Alerts: 150+');
    expect(bookmarksOf(world, id)).toHaveLength(20);
    // Ten of the severe ones are beyond what is described.
    expect(alertIdsOf(world, id).filter((one) => one.startsWith('h'))).toHaveLength(10);
    expect(alertIdsOf(world, id)[0]).toMatch(/^h/);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('without any says nothing of them and is not written again', async () => {
    const id = await world.linked();
    expect(await world.desk.syncNow()).toEqual(still);
    expect(world.twin(id).incident.description).not.toContain('Alerts');
  });
});

describe('once only', () => {
  test.each(['bookmark', 'relation'] as const)('though the answer to a %s was lost', async (on) => {
    const id = world.sides.raise('Phish', {}, many(3));
    lost(world, on);
    await world.desk.syncNow();
    await later(world);
    expect(new Set(alertIdsOf(world, id))).toEqual(new Set(['a0', 'a1', 'a2']));
    expect(world.sides.bookmarks.size).toBe(3);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])('though the process died at request %i', async (request) => {
    const id = world.sides.raise('Phish', {}, many(3));
    await world.orCrash(request, 'after', () => world.desk.syncNow());
    await world.settle();
    expect(new Set(alertIdsOf(world, id))).toEqual(new Set(['a0', 'a1', 'a2']));
    expect(world.sides.bookmarks.size).toBe(3);
    expect(world.sides.sentinelSide.held.size).toBe(1);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('what was written before a restart is not written after it', async () => {
    world.sides.raise('Phish', {}, many(3));
    // Four lists, the alerts, the twin looked for and made, and three requests of the bookmarks.
    await world.orCrash(10, 'after', () => world.desk.syncNow());
    const { writes } = world.meter.traffic;
    await later(world);
    // The second bookmark again with its relation, and the third.
    expect(world.meter.traffic.writes - writes).toBe(4);
  });

  test('an earlier life of the database made the same bookmarks', async () => {
    const id = world.sides.raise('Phish', {}, many(2));
    await world.desk.syncNow();
    const names = [...world.sides.bookmarks.keys()];
    const again = await createSyncWorld({ patienceMilliseconds: 0 });
    again.sides.raise('Phish', {}, many(2));
    await again.desk.syncNow();
    expect([...again.sides.bookmarks.keys()]).toEqual(names);
    expect(names).toEqual(world.twin(id).bookmarks);
    await again.close();
  });
});
