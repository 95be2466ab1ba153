import { policyForAll } from '../../src/sync/conflict-policy.ts';
import { openState } from '../../src/incident/state.ts';
import { observeSide } from '../../src/sync/observe/observe-side.ts';
import { IN_CYCLE, decideLink } from '../../src/sync/promise/decide-link.ts';
import { ana, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

/**
 * A held connection decides as ever and writes nothing of its own account: what it would write is kept as proposals,
 * which an admin's word turns into promises. What people ask for in chat is written unless nothing may be.
 */

let world: SyncWorld;
afterEach(() => world.close());

const raise = (count: number, title = 'Phish') => Array.from({ length: count }, () => world.sides.raise(title));
const edit = (ids: string[], severity: 'low' | 'medium' = 'low') => {
  for (const id of ids) world.sides.defenderSide.edit(id, { severity });
};
const twinSeverities = (ids: string[]) => ids.map((id) => world.twin(id).incident.severity);

describe('a pause', () => {
  beforeEach(async () => {
    world = await createSyncWorld();
  });

  test('holds what portals change until it is resumed, and says where the sides differ meanwhile', async () => {
    const id = await world.linked();
    await world.desk.order('pause', ana);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'high']);
    expect((await world.desk.drift({ limit: 5, offset: 0 })).lines).toMatchObject([
      { incident: 1, what: 'severity', defender: 'low severity', sentinel: 'high severity', repair: 'sentinel' },
    ]);
    expect((await world.desk.view(1))!.sides[1]).toMatchObject({ standing: 'held' });
    await world.desk.order('resume', ana);
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect((await world.desk.drift({ limit: 5, offset: 0 })).total).toBe(0);
  });

  test('does not hold what people do in chat', async () => {
    const id = await world.linked();
    await world.desk.order('pause', ana);
    await world.act({ kind: 'severity', severity: 'medium' });
    expect(world.severities(id)).toEqual(['medium', 'medium']);
  });

  test('holds what was promised and not written yet', async () => {
    const id = await world.linked();
    world.sides.sentinelSide.setDown(true);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.desk.syncNow();
    await world.desk.order('pause', ana);
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'high']);
    world.restart();
    await world.desk.order('resume', ana);
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test('repairs one incident on a click', async () => {
    const ids = [await world.linked(), await world.linked()];
    await world.desk.order('pause', ana);
    edit(ids);
    await world.settle();
    expect(await world.act({ kind: 'repair' }, { incident: 2 })).toMatchObject({ sides: { sentinel: 'done' } });
    expect(twinSeverities(ids)).toEqual(['high', 'low']);
    expect(await world.act({ kind: 'repair' }, { incident: 2 })).toMatchObject({ code: 'nothing_to_do' });
  });

  test('decides again what has changed back before it is resumed', async () => {
    const id = await world.linked();
    await world.desk.order('pause', ana);
    edit([id]);
    await world.settle();
    world.sides.defenderSide.edit(id, { severity: 'high' });
    await world.settle();
    const { proposals } = (await world.desk.status())[0]!;
    expect(proposals).toBe(0);
    await world.desk.order('resume', ana);
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0 });
  });

  test('is audited with who said it, twice said is said once', async () => {
    expect(await world.desk.order('pause', ana)).toMatchObject([{ changed: true }]);
    expect(await world.desk.order('pause', ana)).toMatchObject([{ changed: false }]);
    const rows = (await world.audit()).filter(({ action }) => action === 'sync pause');
    expect(rows).toMatchObject([{ actor: { name: 'Ana Diaz' } }, { actor: { name: 'Ana Diaz' } }]);
  });
});

describe('the brake', () => {
  beforeEach(async () => {
    world = await createSyncWorld({ massChangeLimit: 5 });
  });

  test('stops a cycle that decides more than the limit before any of it is written', async () => {
    const ids = raise(6);
    await world.settle();
    edit(ids);
    await world.settle();
    expect(twinSeverities(ids)).toEqual(Array(6).fill('high'));
    expect(await world.desk.troubles()).toMatchObject([{ key: expect.stringContaining('massChange') }]);
    expect((await world.desk.status())[0]!.heldBack).toContain('6 changes at once');
    await world.desk.order('go', ana);
    await world.settle();
    expect(twinSeverities(ids)).toEqual(Array(6).fill('low'));
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('lets the limit itself pass, and counts neither creations nor clicks', async () => {
    const ids = raise(12);
    await world.settle();
    expect(world.sides.sentinelSide.held.size).toBe(12);
    for (let incident = 1; incident <= 8; incident += 1)
      await world.act({ kind: 'severity', severity: 'medium' }, { incident });
    edit(ids.slice(8));
    await world.settle();
    expect(twinSeverities(ids)).toEqual([...Array(8).fill('medium'), ...Array(4).fill('low')]);
  });

  test('counts across a crash in the middle of deciding', async () => {
    const ids = raise(6);
    await world.settle();
    edit(ids);
    const { context, store } = world;
    await observeSide(context, 'defender', () => undefined);
    for (const number of [1, 2, 3]) await store.sync.transaction((rows) => decideLink(rows, context, number, IN_CYCLE));
    world.restart();
    await world.settle();
    expect(twinSeverities(ids)).toEqual(Array(6).fill('high'));
  });

  test('lets people act on an incident whose change it holds, and takes the newer wish', async () => {
    const ids = raise(6);
    await world.settle();
    edit(ids);
    await world.settle();
    await world.act({ kind: 'severity', severity: 'informational' });
    expect(world.severities(ids[0]!)).toEqual(['informational', 'informational']);
  });
});

describe('a rehearsal', () => {
  beforeEach(async () => {
    world = await createSyncWorld({ start: 'rehearse' });
  });

  test('links and reports, and writes nothing until an admin says go', async () => {
    const ids = raise(3);
    await world.settle();
    expect(world.sides.sentinelSide.held.size).toBe(0);
    expect(await world.desk.rehearsals()).toMatchObject([
      { linked: 3, twins: 3, writes: { defender: 0, sentinel: 0 } },
    ]);
    expect(await world.act({ kind: 'severity', severity: 'low' })).toMatchObject({ code: 'read_only' });
    await world.desk.order('go', ana);
    await world.settle();
    expect(twinSeverities(ids)).toEqual(['high', 'high', 'high']);
    expect(await world.desk.rehearsals()).toEqual([]);
  });

  test('announces only what came after it', async () => {
    raise(1);
    await world.settle();
    await world.desk.order('go', ana);
    world.clock.advance(60_000);
    raise(1);
    await world.settle();
    expect([(await world.desk.view(1))!.announced, (await world.desk.view(2))!.announced]).toEqual([false, true]);
  });

  test('outlives a restart', async () => {
    raise(1);
    world.restart();
    await world.settle();
    expect(world.sides.sentinelSide.held.size).toBe(0);
  });

  test('says go to more differences than the brake would let pass', async () => {
    await world.close();
    world = await createSyncWorld({ massChangeLimit: 2, start: 'rehearse' });
    const ids = raise(4);
    const { sentinelSide } = world.sides;
    for (const id of ids) {
      const incident = {
        ...structuredClone(world.original(id).incident),
        id: world.twinOf(id),
        severity: 'low' as const,
      };
      sentinelSide.held.set(incident.id, { incident, etag: 1, comments: [], alerts: [], bookmarks: [] });
    }
    await world.settle();
    expect(await world.desk.rehearsals()).toMatchObject([
      { linked: 4, twins: 0, writes: { defender: 4, sentinel: 4 } },
    ]);
    expect(await world.desk.order('go', ana)).toMatchObject([
      { sentence: 'What was reported goes through. Changes are carried.' },
    ]);
    await world.settle();
    expect(ids.flatMap((id) => world.severities(id))).toEqual(Array(8).fill('low'));
  });
});

test('observing writes nothing anywhere, and says so to who would act', async () => {
  world = await createSyncWorld({ mode: 'observe' });
  raise(1);
  await world.settle();
  expect(world.sides.sentinelSide.held.size).toBe(0);
  const refused = await world.act({ kind: 'comment', text: 'hello' });
  expect(refused).toMatchObject({
    outcome: 'refused',
    code: 'read_only',
    reason: expect.stringContaining('Observe mode: nothing is written'),
  });
  expect(world.original('101').comments).toEqual([]);
  expect(await world.desk.order('go', ana)).toMatchObject([{ changed: false }]);
});

describe('a conflict', () => {
  const both = async (id: string) => {
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'medium' });
    world.clock.advance(60_000);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
  };
  const withPolicy = async (policy: 'ask' | 'sentinel' | 'defender') => {
    world = await createSyncWorld({ conflictPolicy: policyForAll(policy) });
    return world.linked();
  };

  test('is asked about where the policy says so, and nothing is written until somebody answers', async () => {
    const id = await withPolicy('ask');
    await both(id);
    expect(world.severities(id)).toEqual(['low', 'medium']);
    const view = (await world.desk.view(1))!;
    expect(view.questions).toMatchObject([
      { field: 'severity', defender: 'low severity', sentinel: 'medium severity' },
    ]);
    expect(view.questions[0]!.sentence).toContain('Low severity in Defender by raj@contoso.test');
    const answer = await world.act({ kind: 'keep', field: 'severity', side: 'sentinel' });
    expect(answer).toMatchObject({ outcome: 'applied', sides: { defender: 'done' }, view: { questions: [] } });
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    expect((await world.desk.view(1))!.overruled[0]).toContain('chosen by Ana Diaz');
    await world.settle();
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0 });
    expect(await world.act({ kind: 'keep', field: 'severity', side: 'sentinel' })).toMatchObject({
      code: 'nothing_to_do',
    });
  });

  test('answers itself when the sides come to agree', async () => {
    const id = await withPolicy('ask');
    await both(id);
    world.sides.defenderSide.edit(id, { severity: 'medium' });
    await world.settle();
    expect((await world.desk.view(1))!.questions).toEqual([]);
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0 });
  });

  test('is over when somebody sets the field in chat', async () => {
    const id = await withPolicy('ask');
    await both(id);
    await world.act({ kind: 'severity', severity: 'high' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect((await world.desk.view(1))!.questions).toEqual([]);
  });

  test('goes to the side the policy names, and the loser is told', async () => {
    const id = await withPolicy('sentinel');
    await both(id);
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    expect((await world.desk.view(1))!.overruled[0]).toContain('decided by Sentinel');
    await world.close();
    const other = await withPolicy('defender');
    await both(other);
    expect(world.severities(other)).toEqual(['low', 'low']);
  });
});

describe('a field that goes to and fro', () => {
  beforeEach(async () => {
    world = await createSyncWorld();
  });

  /** Defender's own automation puts the severity back whenever it was carried. */
  async function fight(id: string): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
      world.clock.advance(40_000);
      await world.desk.syncNow();
      world.sides.defenderSide.edit(id, { severity: 'high' }, 'Automation');
      world.clock.advance(40_000);
      await world.desk.syncNow();
    }
  }

  test('is left alone after two full returns, and told as drift', async () => {
    const id = await world.linked();
    await fight(id);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'low']);
    expect((await world.desk.drift({ limit: 5, offset: 0 })).lines).toMatchObject([
      { what: 'severity', why: expect.stringContaining('to and fro') },
    ]);
  });

  test('is taken up again when somebody sets it in chat', async () => {
    const id = await world.linked();
    await fight(id);
    await world.act({ kind: 'severity', severity: 'medium' });
    await world.settle();
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test.each(['pause', 'native'] as const)('is settled when somebody repairs it, under %s as well', async (how) => {
    const id = await world.linked();
    await fight(id);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    if (how === 'pause') await world.desk.order('pause', ana);
    else await world.anotherLife({ mode: 'native' });
    await world.act({ kind: 'repair' });
    await world.settle();
    expect(new Set(world.severities(id)).size).toBe(1);
    expect((await world.desk.drift({ limit: 5, offset: 0 })).total).toBe(0);
  });

  test('is no such thing when people change their minds', async () => {
    const id = await world.linked();
    for (let turn = 0; turn < 6; turn += 1) {
      const state = turn % 2 === 0 ? openState('active') : openState('new');
      world.sides.defenderSide.edit(id, { state });
      world.clock.advance(40_000);
      await world.desk.syncNow();
    }
    expect((await world.desk.drift({ limit: 5, offset: 0 })).total).toBe(0);
    expect(world.twin(id).incident.state).toEqual(world.original(id).incident.state);
  });
});

test('a property Defender turned out not to take is told, once, as what people must know', async () => {
  world = await createSyncWorld();
  await world.linked();
  world.sides.refusedProperties.push('severity');
  expect(await world.desk.troubles()).toMatchObject([
    { cause: { kind: 'refused', property: 'severity' }, sentence: expect.stringContaining('Everything else') },
  ]);
});
