import { rules } from '../../automation/rule-entries.ts';
import { ana, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { VIP, acceptedRuns, tag, worldWith } from './rules-world.ts';

/** Invariant: what holds a connection holds its rules; nothing is forgotten meanwhile, and nothing of before is gone back to. */

let world: SyncWorld;
afterEach(() => world.close());

/** A medium incident in a world with these rules. */
async function withRules(...entries: object[]): Promise<string> {
  world = await worldWith({}, ...entries);
  return world.linked('Phish', { severity: 'medium' });
}

describe('events wait', () => {
  test('while the connection is paused, and are answered to when it is resumed', async () => {
    const id = await withRules(VIP);
    await world.desk.order('pause', ana);
    tag(world, id);
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    await world.desk.order('resume', ana);
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect(await acceptedRuns(world)).toHaveLength(1);
  });

  test('in a rehearsal, and what was there before it is not gone back to', async () => {
    world = await createSyncWorld({ start: 'rehearse' });
    world.setRules(rules(VIP));
    const before = world.sides.raise('Old', { severity: 'low', tags: ['vip'] });
    await world.settle();
    const during = world.sides.raise('New', { severity: 'low', tags: ['vip'] });
    await world.settle();
    expect(await acceptedRuns(world)).toEqual([]);
    await world.desk.order('go', ana);
    await world.settle();
    expect(world.severities(before)).toEqual(['low', 'low']);
    expect(world.severities(during)).toEqual(['high', 'high']);
  });

  test('for ever where nothing is written', async () => {
    world = await worldWith({ mode: 'observe' }, VIP);
    await world.desk.syncNow();
    const id = world.sides.raise('Phish', { severity: 'low', tags: ['vip'] });
    await world.settle();
    expect(world.original(id).incident.severity).toBe('low');
    expect(await acceptedRuns(world)).toEqual([]);
  });

  test('not for rules that are yet to be written', async () => {
    const id = await withRules();
    tag(world, id);
    await world.settle();
    world.setRules(rules(VIP));
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    tag(world, id, ['vip', 'mail']);
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });

  test('and what a rule wanted before the pause waits with them', async () => {
    const id = await withRules(VIP);
    world.sides.sentinelSide.setDown(true);
    tag(world, id);
    await world.desk.syncNow();
    await world.desk.order('pause', ana);
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'medium']);
    await world.desk.order('resume', ana);
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });
});

describe('the brake', () => {
  test('stops what rules want at once beyond the limit, comments and messages too, until an admin says go', async () => {
    const then = [{ comment: 'Look' }, { notify: { conversation: '19:soc@thread.tacv2' } }];
    world = await worldWith({ massChangeLimit: 3 }, { when: 'created', then });
    await world.desk.syncNow();
    const ids = Array.from({ length: 4 }, () => world.sides.raise('Phish'));
    await world.settle();
    expect(ids.map((id) => world.original(id).comments.length)).toEqual([0, 0, 0, 0]);
    expect(await world.store.ruleMessages.due('2999', 10)).toEqual([]);
    expect((await world.desk.status())[0]!.heldBack).toContain('4 changes at once');
    await world.desk.order('go', ana);
    await world.settle();
    expect(ids.map((id) => world.original(id).comments.length)).toEqual([1, 1, 1, 1]);
    expect(await world.store.ruleMessages.due('2999', 10)).toHaveLength(4);
  });

  test('counts them together with what was observed', async () => {
    world = await worldWith({ massChangeLimit: 3 }, { ...VIP, when: 'updated' });
    await world.desk.syncNow();
    const ids = Array.from({ length: 2 }, () => world.sides.raise('Phish', { severity: 'low' }));
    await world.settle();
    for (const id of ids) tag(world, id);
    await world.settle();
    expect((await world.desk.status())[0]!.heldBack).toContain('4 changes at once');
    expect(ids.flatMap((id) => world.severities(id))).toEqual(Array(4).fill('low'));
  });
});

describe("under Microsoft's own sync", () => {
  test('fields go to both sides and comments to Sentinel only, and the rest is left to it', async () => {
    world = await worldWith({ mode: 'native' }, { ...VIP, then: [{ severity: 'high' }, { comment: 'VIP' }] });
    await world.desk.syncNow();
    const id = world.sides.raise('Phish', { severity: 'medium' });
    world.clock.advance(60_000);
    const name = world.makeNativeTwin(id);
    await world.settle();
    tag(world, id);
    await world.settle();
    expect(world.original(id).incident.severity).toBe('high');
    expect(world.sides.sentinelSide.must(name).incident).toMatchObject({ severity: 'high', tags: [] });
    expect(world.original(id).comments).toEqual([]);
    expect(world.sides.sentinelSide.must(name).comments).toHaveLength(1);
  });
});
