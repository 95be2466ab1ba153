import { ana } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { LIMIT, brakesWorld } from './brakes-world.ts';
import type { BrakesWorld } from './brakes-world.ts';

/** What one decision is to the brake: see docs/sync-table.md. */

let world: SyncWorld;
let severityOfTwins: BrakesWorld['severityOfTwins'];
let linked: BrakesWorld['linked'];
let setSeverity: BrakesWorld['setSeverity'];
let go: BrakesWorld['go'];
let holds: BrakesWorld['holds'];
let heldBack: BrakesWorld['heldBack'];
beforeEach(() => begin());
afterEach(() => world.close());

async function begin(settings: Partial<SyncWorld['context']['settings']> = {}): Promise<void> {
  ({ world, severityOfTwins, linked, setSeverity, go, holds, heldBack } = await brakesWorld(settings));
}

describe('what the brake counts', () => {
  const commentOnEach = (ids: string[], times = 1) => {
    for (const id of ids)
      for (let time = 0; time < times; time += 1) world.sides.commentInDefender(id, `swept ${id} ${time}`);
  };

  test('is a merge once, for all it brings', async () => {
    const ids = await linked(8);
    const survivor = ids.at(-1)!;
    for (const id of ids.slice(0, 6)) world.sides.mergeInDefender(id, survivor);
    await world.settle();
    expect(await heldBack()).toContain('6 changes at once');
    expect(ids.map((id) => world.twin(id).incident.state.status)).toEqual(Array(8).fill('new'));
    await go();
    await world.settle();
    expect(ids.slice(0, 6).map((id) => world.twin(id).incident.state.status)).toEqual(Array(6).fill('closed'));
    expect(await holds()).toEqual([]);
  });

  test('are merges within the limit not, with all their comments', async () => {
    const ids = await linked(5);
    commentOnEach(ids.slice(0, 4), 5);
    await world.settle();
    for (const id of ids.slice(0, 4)) world.sides.mergeInDefender(id, ids[4]!);
    await world.settle();
    expect(await holds()).toEqual([]);
    expect(world.twin(ids[4]!).comments).toHaveLength(20);
  });

  test('are new comments, by incident', async () => {
    const ids = await linked(6);
    commentOnEach(ids);
    await world.settle();
    expect(await heldBack()).toContain('6 changes at once');
    expect(ids.map((id) => world.twin(id).comments.length)).toEqual(Array(6).fill(0));
    await go();
    await world.settle();
    expect(ids.map((id) => world.twin(id).comments.length)).toEqual(Array(6).fill(1));
  });

  test('are many comments on one incident not', async () => {
    const [id] = await linked(1);
    commentOnEach([id!], 20);
    await world.settle();
    expect([await holds(), world.twin(id!).comments.length]).toEqual([[], 20]);
  });

  test('are the comments a new twin is given not', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => world.sides.raise(`incident ${index}`));
    commentOnEach(ids, 2);
    await world.settle();
    expect(await holds()).toEqual([]);
    expect(ids.map((id) => world.twin(id).comments.length)).toEqual(Array(8).fill(2));
  });

  test('is what was retold in Sentinel and would be written over; what Defender tells anew is not', async () => {
    const ids = await linked(6);
    for (const id of ids) world.sides.defenderSide.edit(id, { title: 'Multi-stage incident' } as never);
    await world.settle();
    expect([await holds(), world.twin(ids[0]!).incident.title]).toEqual([[], 'Multi-stage incident']);
    for (const id of ids) world.sides.sentinelSide.edit(world.twinOf(id), { title: 'swept' } as never);
    await world.settle();
    expect(await heldBack()).toContain('6 changes at once');
    expect(world.twin(ids[0]!).incident.title).toBe('swept');
  });

  test('is what a write finds on its way as well: no more than the limit between two cycles', async () => {
    const ids = await linked(12);
    world.sides.sentinelSide.setDown(true);
    for (const [index, id] of ids.entries()) {
      setSeverity([id], 'low');
      if (index % 4 === 3) await world.desk.syncNow();
    }
    // Seen only by the writes, which are refused as conflicts: no cycle runs in between.
    for (const id of ids) world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['swept'] });
    world.sides.sentinelSide.setDown(false);
    world.clock.advance(600_000);
    await world.sync.writer.drainDue();
    const crossed = ids.filter((id) => world.original(id).incident.tags.includes('swept'));
    expect(crossed.length).toBeLessThanOrEqual(LIMIT);
    await world.settle();
    expect(await holds()).toEqual(['massChange']);
    await go();
    await world.settle();
    expect(ids.map((id) => world.original(id).incident.tags.length)).toEqual(Array(12).fill(1));
  });

  test("is drift that is repaired without a click under Microsoft's own sync, when its time is over", async () => {
    await world.close();
    await begin({ mode: 'native', driftRepair: 'auto' });
    const ids = Array.from({ length: 6 }, () => world.sides.raise('Phish'));
    const names = ids.map((id) => world.makeNativeTwin(id));
    const severities = () => names.map((name) => world.sides.sentinelSide.must(name).incident.severity);
    await world.settle();
    for (const id of ids) world.sides.defenderSide.edit(id, { severity: 'low' });
    for (let minutes = 0; minutes < 30; minutes += 5) {
      world.clock.advance(300_000);
      await world.desk.syncNow();
    }
    expect([await heldBack(), severities()]).toEqual([
      expect.stringContaining('6 changes at once'),
      Array(6).fill('high'),
    ]);
    await go();
    await world.settle();
    expect([await holds(), severities()]).toEqual([[], Array(6).fill('low')]);
  });

  test('are values for each side, and what somebody repairs is written while it is stopped', async () => {
    const ids = await linked(6);
    for (const id of ids) world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    world.sides.sentinelSide.setDown(true);
    await world.act({ kind: 'repair' }, { incident: 2 });
    await world.desk.order('pause', ana);
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(['high', 'low', ...Array(4).fill('high')]);
  });
});
