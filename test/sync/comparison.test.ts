import { ana, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

/**
 * A cursor sees what a side lists as changed. The full comparison finds what no list ever showed: changes that were
 * skipped, and incidents that are not there any more.
 */

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const twinName = (id: string) => world.twinOf(id);
const HOUR = 3_600_000;

/** A change that no list shows by its time: the side stamped it long ago. */
function changeUnseen(side: 'defender' | 'sentinel', id: string, severity: 'low'): void {
  const held = world.sides[`${side}Side`].must(side === 'defender' ? id : twinName(id));
  held.incident.severity = severity;
  held.etag += 1;
}

async function compareOften(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await world.sync.compare();
    world.clock.advance(2 * HOUR);
  }
}

describe('a full comparison', () => {
  test('finds a change that no list of changes showed, and carries it', async () => {
    const id = await world.linked();
    await world.settle();
    world.clock.advance(HOUR);
    for (let count = 0; count < 60; count += 1) world.sides.raise('noise');
    await world.settle();
    changeUnseen('defender', id, 'low');
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0 });
    await world.sync.compare();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test('reads each side once and asks by id only for what should have been listed and was not', async () => {
    const ids = [await world.linked(), await world.linked(), await world.linked()];
    await world.settle();
    expect(await world.sync.compare()).toEqual({
      listed: { defender: 3, sentinel: 3 },
      askedFor: 0,
      missing: 0,
      incomplete: [],
    });
    const closed = world.sides.defenderSide.must(ids[0]!).incident;
    closed.state = { ...closed.state, status: 'closed' };
    expect(await world.sync.compare()).toMatchObject({ listed: { defender: 2 }, askedFor: 1, missing: 0 });
    expect(world.twin(ids[0]!).incident.state.status).toBe('closed');
  });

  test('leaves an idle cycle after it as still as before', async () => {
    await world.linked();
    await world.settle();
    await world.sync.compare();
    expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
  });

  test('stops the sync when a side shows nothing of what it held, and goes on when an admin says so', async () => {
    const ids = [await world.linked(), await world.linked()];
    const saved = new Map(world.sides.sentinelSide.held);
    world.sides.sentinelSide.held.clear();
    await world.sync.compare();
    expect((await world.desk.status())[0]!.heldBack).toContain('Sentinel suddenly lists none of 2 open incidents');
    world.sides.defenderSide.edit(ids[0]!, { severity: 'low' });
    await world.settle();
    for (const [name, held] of saved) world.sides.sentinelSide.held.set(name, held);
    expect(world.severities(ids[0]!)).toEqual(['low', 'high']);
    await world.desk.order('go', ana);
    await world.settle();
    expect(world.severities(ids[0]!)).toEqual(['low', 'low']);
    expect((await world.desk.view(1))!.sides[1].standing).toBe('ok');
  });

  test('concludes nothing from an answer the side itself calls incomplete', async () => {
    await world.linked();
    const { listModified } = world.sides.sentinel;
    world.sides.sentinel.listModified = async function* incomplete(query) {
      for await (const page of listModified(query)) yield { ...page, observations: [], partial: true };
    };
    expect(await world.sync.compare()).toMatchObject({ askedFor: 0, missing: 0 });
  });
});

describe('an incident a side does not have any more', () => {
  test('is believed to be gone only after repeated confirmation, and nothing is deleted elsewhere', async () => {
    const [id] = [await world.linked(), await world.linked()];
    world.sides.sentinelSide.held.delete(twinName(id));
    await world.sync.compare();
    expect((await world.desk.view(1))!.sides[1].standing).toBe('ok');
    await compareOften(3);
    expect((await world.desk.view(1))!.sides[1]).toMatchObject({ standing: 'gone' });
    expect(world.original(id).incident.state.status).toBe('new');
    expect((await world.desk.view(1))!.standing).toBe('linked');
  });

  test('is not made again, and the other side can still be worked on from chat', async () => {
    const [id] = [await world.linked(), await world.linked()];
    world.sides.sentinelSide.held.delete(twinName(id));
    await compareOften(4);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    const result = await world.act({ kind: 'severity', severity: 'medium' });
    expect(result).toMatchObject({ outcome: 'applied', sides: { defender: 'done', sentinel: 'unchanged' } });
    await world.act({ kind: 'comment', text: 'still here' });
    await world.settle();
    expect(world.original(id).incident.severity).toBe('medium');
    expect(world.sides.sentinelSide.held.has(twinName(id))).toBe(false);
    expect(await world.desk.troubles()).toEqual([]);
    expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
  });

  test('is found gone by a write as well, whose wish is not left as a failure for ever', async () => {
    const [id] = [await world.linked(), await world.linked()];
    world.sides.sentinelSide.held.delete(twinName(id));
    world.sides.defenderSide.edit(id, { severity: 'low' });
    for (let hour = 0; hour < 4; hour += 1) {
      await world.settle();
      world.clock.advance(2 * HOUR);
    }
    await world.settle();
    expect((await world.desk.view(1))!.sides[1]).toMatchObject({ standing: 'gone' });
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('is back when it is seen again', async () => {
    const [id] = [await world.linked(), await world.linked()];
    const held = world.twin(id);
    world.sides.sentinelSide.held.delete(twinName(id));
    await compareOften(4);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    world.sides.sentinelSide.held.set(twinName(id), held);
    await world.sync.compare();
    expect((await world.desk.view(1))!.sides[1].standing).toBe('ok');
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test('is only shown with its last state when no side has it', async () => {
    const [id] = [await world.linked(), await world.linked()];
    world.sides.sentinelSide.held.delete(twinName(id));
    world.sides.defenderSide.held.delete(id);
    await compareOften(4);
    expect(await world.desk.view(1)).toMatchObject({ standing: 'gone', title: 'Phish', severity: 'high' });
    expect(await world.act({ kind: 'comment', text: 'hello' })).toMatchObject({ code: 'gone' });
  });

  test('is back, on one side and then on the other, though no side had it', async () => {
    const [id] = [await world.linked(), await world.linked()];
    const [held, twin] = [world.original(id), world.twin(id)];
    world.sides.sentinelSide.held.delete(twinName(id));
    world.sides.defenderSide.held.delete(id);
    await compareOften(4);
    const { version } = (await world.desk.view(1))!;
    world.sides.defenderSide.held.set(id, held);
    await world.sync.compare();
    const view = (await world.desk.view(1))!;
    expect([view.standing, ...view.sides.map(({ standing }) => standing)]).toEqual(['linked', 'ok', 'gone']);
    expect(view.version).toBeGreaterThan(version);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.sides.sentinelSide.held.set(twinName(id), twin);
    await world.sync.compare();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });
});
