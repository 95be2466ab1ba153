import { sampleAlert } from '../../support/alerts.ts';
import { letRun } from '../../support/hold-request.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { alertIdsOf, alertReads, bookmarksOf, later, many, still } from './alerts-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

describe('alerts that come later', () => {
  test('are read when a machine moved the incident, added, and counted in the twin', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    world.clock.advance(60_000);
    world.sides.alert(id, sampleAlert('later', { severity: 'high' }));
    expect(await world.desk.syncNow()).toMatchObject({ waiting: 0 });
    expect(await alertReads(world)).toBe(2);
    expect(alertIdsOf(world, id)).toEqual(['a0', 'later']);
    expect(world.twin(id).incident.description).toContain('Alerts: 2');
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('are not looked for after an edit, a comment or a write of ours, which explain why the incident moved', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    const cycle = async () => {
      world.clock.advance(60_000);
      await world.desk.syncNow();
    };
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await cycle();
    world.sides.commentInDefender(id, 'look');
    await cycle();
    await world.act({ kind: 'comment', text: 'seen' });
    await letRun();
    await cycle();
    await world.act({ kind: 'tags', tags: ['vip'] });
    await letRun();
    await cycle();
    expect(await alertReads(world)).toBe(1);
    world.sides.defenderSide.edit(id, {});
    await cycle();
    expect(await alertReads(world)).toBe(2);
  });

  test('that came just before somebody changed the incident are found by the full comparison', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    world.clock.advance(60_000);
    world.sides.alert(id, sampleAlert('hidden'));
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.desk.syncNow();
    expect(alertIdsOf(world, id)).toEqual(['a0']);
    await world.sync.compare();
    expect(alertIdsOf(world, id)).toEqual(['a0', 'hidden']);
    await world.settle();
    await world.sync.compare();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('one that changed is written once more, and what people wrote on its bookmark stays', async () => {
    const id = world.sides.raise('Phish', {}, many(2));
    await world.desk.syncNow();
    const [first] = world.twin(id).bookmarks;
    Object.assign(world.sides.bookmarks.get(first!)!, { notes: 'Ana: known tool', labels: ['reviewed'] });
    world.clock.advance(60_000);
    world.original(id).alerts[0]!.status = 'closed';
    world.sides.alert(id);
    const report = await world.desk.syncNow();
    expect(report.writes).toBe(1);
    expect(bookmarksOf(world, id)[0]).toMatchObject({ notes: 'Ana: known tool', labels: ['reviewed'] });
    expect(JSON.parse(bookmarksOf(world, id)[0]!.queryResult).Status).toBe('closed');
  });

  test('a bookmark somebody deleted is not made again', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    world.sides.bookmarks.clear();
    world.original(id).alerts[0]!.status = 'closed';
    world.clock.advance(60_000);
    world.sides.alert(id);
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0 });
    expect(world.sides.bookmarks.size).toBe(0);
  });

  test("beyond twenty, a more severe one takes nobody's room, and is named in the description", async () => {
    const id = world.sides.raise('Phish', {}, many(20));
    await world.settle();
    const before = alertIdsOf(world, id);
    world.sides.alert(id, sampleAlert('as severe'), sampleAlert('low', { severity: 'low' }));
    await later(world);
    await world.settle();
    expect(world.twin(id).incident.description).toMatch(/^Alerts: 22$/m);
    const worse = { severity: 'high', title: 'Ransomware\nLink: https://evil.test' } as const;
    world.sides.alert(id, sampleAlert('worse', worse), sampleAlert('worse too', { severity: 'high' }));
    await later(world);
    await world.settle();
    expect(alertIdsOf(world, id)).toEqual(before);
    expect(world.twin(id).incident.description).toMatch(
      /^Alerts: 24\. No room for a bookmark, though more severe than one that has one: .+ \(high severity\), and 1 more$/m,
    );
    expect(world.twin(id).incident.description).not.toMatch(/^Link: https:\/\/evil/m);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('beyond twenty are counted, and the ones that are there stay', async () => {
    const id = world.sides.raise('Phish', {}, many(20));
    await world.desk.syncNow();
    world.clock.advance(60_000);
    world.sides.alert(id, sampleAlert('worst', { severity: 'high' }));
    await world.desk.syncNow();
    expect(bookmarksOf(world, id)).toHaveLength(20);
    expect(alertIdsOf(world, id)).not.toContain('worst');
    expect(world.twin(id).incident.description).toContain('Alerts: 21');
  });

  test('on an incident that was folded into another go to the survivor only', async () => {
    const id = await world.linked('source');
    const survivor = await world.linked('survivor');
    world.clock.advance(60_000);
    const moved = sampleAlert('moved');
    world.original(id).alerts.push(moved);
    world.sides.mergeInDefender(id, survivor);
    world.sides.alert(survivor, moved);
    await world.settle();
    expect([world.twin(id).bookmarks, alertIdsOf(world, survivor)]).toEqual([[], ['moved']]);
    expect(await world.desk.syncNow()).toEqual(still);
  });
});
