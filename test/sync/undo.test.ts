import type { Asked } from '../support/asked.ts';
import { openState } from '../../src/incident/state.ts';
import { ana, bob, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld();
  id = await world.linked('Phish', { severity: 'medium', tags: ['vip'] });
});
afterEach(() => world.close());

const undo = { kind: 'undo' } satisfies Asked;
const assign = { kind: 'assign', to: ana } satisfies Asked;
const close = {
  kind: 'close',
  classification: 'falsePositive',
  determination: 'notMalicious',
  reason: null,
  comment: 'all good',
} satisfies Asked;
const both = () => [world.original(id).incident, world.twin(id).incident] as const;

describe('undo', () => {
  test.each([
    ['an assignment', assign],
    ['a handoff', { kind: 'handoff', to: bob, note: 'yours' }],
    ['a severity', { kind: 'severity', severity: 'high' }],
    ['tags', { kind: 'tags', tags: ['vip', 'lab'] }],
    ['setting it active', { kind: 'activate' }],
    ['a closure', close],
  ] satisfies [string, Asked][])('takes %s back on both sides, and the next cycle writes nothing', async (_, ask) => {
    const before = structuredClone(
      both().map(({ state, owner, severity, tags }) => ({ state, owner, severity, tags })),
    );
    await world.act(ask);
    expect(await world.desk.undoable(ana)).toBe(1);
    const result = await world.act(undo);
    expect(result).toMatchObject({ outcome: 'applied', sides: { defender: 'done', sentinel: 'done' } });
    expect(both()).toMatchObject(before);
    await world.settle();
    expect(both()).toMatchObject(before);
    expect((await world.desk.syncNow()).writes).toBe(0);
  });

  test('takes a reopening back to the closure there was, as each side spelt it', async () => {
    await world.act(close, { by: bob });
    await world.settle();
    const before = structuredClone(both().map(({ state }) => state));
    await world.act({ kind: 'reopen' });
    await world.act(undo);
    expect(both().map(({ state }) => state)).toEqual(before);
  });

  test('leaves comments where they are', async () => {
    await world.act(close);
    await world.act(undo);
    await world.settle();
    expect(world.original(id).comments).toHaveLength(1);
    expect(world.twin(id).comments).toHaveLength(1);
    await world.act({ kind: 'comment', text: 'hm' });
    expect(await world.act(undo)).toMatchObject({ outcome: 'refused', code: 'nothing_to_undo' });
  });

  test('is for five minutes, for the person who acted, for the incident it was about, and once', async () => {
    await world.linked('Another');
    await world.act(assign);
    expect(await world.act(undo, { by: bob })).toMatchObject({ code: 'nothing_to_undo' });
    expect(await world.act(undo, { incident: 2 })).toMatchObject({ code: 'nothing_to_undo' });
    expect(await world.desk.undoable(bob)).toBeNull();
    await world.act(undo);
    expect(await world.act(undo)).toMatchObject({ code: 'nothing_to_undo' });
    await world.act(assign);
    world.clock.advance(301_000);
    expect(await world.desk.undoable(ana)).toBeNull();
    expect(await world.act(undo)).toMatchObject({ code: 'nothing_to_undo' });
    expect(both().map(({ owner }) => owner?.upn)).toEqual([ana.upn, ana.upn]);
  });

  test.each(['defender', 'sentinel'] as const)('is refused once somebody changed the field in %s', async (side) => {
    await world.act({ kind: 'severity', severity: 'high' });
    world.clock.advance(10_000);
    if (side === 'defender') world.sides.defenderSide.edit(id, { severity: 'low' });
    else world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.desk.syncNow();
    const refused = await world.act(undo);
    expect(refused).toMatchObject({ outcome: 'refused', code: 'changed_since', view: { severity: 'low' } });
    expect(refused).toMatchObject({ reason: expect.stringContaining('low severity') });
  });

  test.each([
    ['defender', 'Defender'],
    ['sentinel', 'Sentinel'],
  ] as const)('names what stands in %s where the other one does not know yet', async (side, name) => {
    await world.act({ kind: 'severity', severity: 'high' });
    world.clock.advance(10_000);
    if (side === 'defender') world.sides.defenderSide.edit(id, { severity: 'low' });
    else world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.desk.readAfresh(1, 1_000);
    expect(await world.act(undo)).toMatchObject({
      code: 'changed_since',
      reason: expect.stringContaining(`(now: low severity in ${name})`),
    });
  });

  test('goes ahead when somebody changed something else', async () => {
    await world.act({ kind: 'severity', severity: 'high' });
    world.sides.defenderSide.edit(id, { tags: ['vip', 'new'] });
    await world.desk.syncNow();
    expect(await world.act(undo)).toMatchObject({ outcome: 'applied' });
    await world.settle();
    expect(both()).toMatchObject([
      { severity: 'medium', tags: ['vip', 'new'] },
      { severity: 'medium', tags: ['vip', 'new'] },
    ]);
  });

  test('goes back to what both systems held, also where an edit before the action had lost to it', async () => {
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.clock.advance(60_000);
    await world.act({ kind: 'severity', severity: 'high' });
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect(await world.act(undo)).toMatchObject({ outcome: 'applied' });
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
  });

  test('never goes over an edit it had not heard of', async () => {
    await world.act({ kind: 'severity', severity: 'high' });
    world.clock.advance(10_000);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.clock.advance(60_000);
    await world.act(undo);
    expect(world.original(id).incident.severity).toBe('low');
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test('is refused where the two systems disagreed before: there is no one value to go back to', async () => {
    world.sides.sentinelSide.setDown(true);
    world.sides.defenderSide.edit(id, { tags: ['vip', 'new'] });
    await world.desk.syncNow();
    await world.act({ kind: 'tags', tags: [] });
    world.sides.sentinelSide.setDown(false);
    expect(await world.act(undo)).toMatchObject({ outcome: 'refused', code: 'nothing_to_undo' });
    await world.settle();
    expect(both()).toMatchObject([{ tags: [] }, { tags: [] }]);
  });

  test('does not take somebody else’s newer wish along', async () => {
    world.sides.sentinelSide.setDown(true);
    await world.act(assign);
    await world.act({ kind: 'assign', to: bob }, { by: bob });
    expect(await world.act(undo)).toMatchObject({ outcome: 'refused', code: 'changed_since' });
  });

  test('of what one side has not taken yet takes it back there too', async () => {
    world.sides.sentinelSide.setDown(true);
    const acted = await world.act({ kind: 'activate' });
    expect(acted).toMatchObject({ sides: { defender: 'done', sentinel: 'waiting' } });
    expect(await world.act(undo)).toMatchObject({ outcome: 'applied' });
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(both().map(({ state }) => state.status)).toEqual(['new', 'new']);
    expect(both()[0].state).toEqual(openState('new'));
  });

  test('works on an incident whose twin was made meanwhile', async () => {
    world.sides.sentinelSide.setDown(true);
    const other = await world.linked('Late twin', { severity: 'medium' });
    await world.act({ kind: 'severity', severity: 'high' }, { incident: 2 });
    world.sides.sentinelSide.setDown(false);
    world.clock.advance(120_000);
    await world.desk.syncNow();
    expect(world.severities(other)).toEqual(['high', 'high']);
    await world.act(undo, { incident: 2 });
    await world.settle();
    expect(world.severities(other)).toEqual(['medium', 'medium']);
  });

  test('is in the audit with what it took back', async () => {
    await world.act(assign);
    await world.act(undo);
    const rows = (await world.audit()).filter(({ outcome }) => outcome === 'accepted');
    expect(rows.map(({ action }) => action)).toEqual(['assign', 'undo']);
    expect(rows[1]?.detail).toMatchObject({ takesBack: rows[0]?.actionId, field: 'owner' });
  });
});
