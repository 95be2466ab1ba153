import { openState } from '../../../src/incident/state.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { holdNext, letRun } from '../../support/hold-request.ts';
import { ana, bob, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

/** The survivor, and a duplicate that is about to be folded into it. */
async function twoIncidents(): Promise<{ survivor: string; id: string }> {
  return { survivor: await world.linked('Survivor'), id: world.sides.raise('Duplicate') };
}

async function mergeWhileSentinelIsDown(id: string, survivor: string): Promise<void> {
  world.sides.mergeInDefender(id, survivor);
  world.sides.sentinelSide.setDown(true);
  await world.desk.syncNow();
  world.sides.sentinelSide.setDown(false);
}

describe('an incident Defender folds into another while its twin is being made', () => {
  test('its twin is closed, though the process died right after making it', async () => {
    const { survivor, id } = await twoIncidents();
    // Two lists, the alerts, the look for a twin, and its making.
    await world.orCrash(5, 'after', () => world.desk.syncNow());
    expect(world.sides.sentinelSide.held.has(world.twinOf(id))).toBe(true);
    await mergeWhileSentinelIsDown(id, survivor);
    await world.settle();
    expect(world.twin(id).incident).toMatchObject({ state: { status: 'closed' }, tags: ['Redirected'] });
  });

  test('its twin is closed, though the answer to its making was lost', async () => {
    const { survivor, id } = await twoIncidents();
    const error = new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true });
    world.sides.sentinelSide.faults.push({ when: 'after', on: 'write', error });
    await world.desk.syncNow();
    await mergeWhileSentinelIsDown(id, survivor);
    await world.settle();
    expect(world.twin(id).incident.state.status).toBe('closed');
  });

  test('its twin is closed, though it was listed as merged while the twin was on its way', async () => {
    const { survivor, id } = await twoIncidents();
    const error = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 2 });
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error });
    await world.desk.syncNow();
    const held = holdNext(world.sides.sentinel, 'create', 'before');
    world.clock.advance(3000);
    await held.arrived;
    world.sides.mergeInDefender(id, survivor);
    const cycle = world.desk.syncNow();
    await letRun();
    held.release();
    await cycle;
    await world.settle();
    expect(world.twin(id).incident.state.status).toBe('closed');
  });
});

describe('what goes on to the survivor', () => {
  test('a survivor that is listed later than the merge is found', async () => {
    const id = await world.linked('Duplicate');
    const survivor = String(Number(id) + 1);
    world.sides.mergeInDefender(id, survivor);
    await world.settle();
    expect((await world.desk.view(1))!.mergedInto).toBeNull();
    expect(world.sides.raise('Survivor')).toBe(survivor);
    await world.settle();
    expect((await world.desk.view(1))!.mergedInto).toBe(2);
  });

  test('comments made on the incident before it was merged reach the survivor on both sides, once', async () => {
    const survivor = await world.linked('Survivor');
    const id = await world.linked('Duplicate');
    world.sides.commentInDefender(id, 'left behind');
    world.sides.mergeInDefender(id, survivor);
    await world.settle();
    await world.settle();
    for (const { comments } of [world.original(survivor), world.twin(survivor)]) {
      expect(comments).toHaveLength(1);
      expect(comments[0]!.text).toContain('left behind');
    }
  });

  test('a comment that fills its limit reaches the survivor whole', async () => {
    const [survivor, id] = [await world.linked('Survivor'), await world.linked('Duplicate')];
    world.sides.commentInDefender(id, `${'x'.repeat(960)} the very end`);
    await world.settle();
    world.sides.mergeInDefender(id, survivor);
    await world.settle();
    for (const { comments } of [world.original(survivor), world.twin(survivor)]) {
      expect(comments.map(({ text }) => text.length).filter((length) => length > 1000)).toEqual([]);
      expect(comments.filter(({ text }) => text.includes('the very end'))).toHaveLength(1);
      expect(comments).toHaveLength(2);
    }
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('a survivor that was not severe enough to be linked is linked, and the story goes on there', async () => {
    await world.close();
    world = await createSyncWorld({ patienceMilliseconds: 0, minSeverity: 'high' });
    const survivor = world.sides.raise('Survivor', { severity: 'low' });
    const id = await world.linked('Duplicate');
    world.sides.defenderSide.setDown(true);
    await world.act({ kind: 'severity', severity: 'medium' });
    world.sides.mergeInDefender(id, survivor);
    world.sides.defenderSide.setDown(false);
    await world.settle();
    expect(await world.desk.view(1)).toMatchObject({ standing: 'merged', mergedInto: 2 });
    expect([world.original(id).incident.severity, ...world.severities(survivor)]).toEqual(['high', 'medium', 'medium']);
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('one that is folded on takes along what was folded into it, cards and comments, each once', async () => {
    const [first, second, third] = [await world.linked('A'), await world.linked('B'), await world.linked('C')];
    world.sides.commentInDefender(first, 'left behind');
    await world.settle();
    world.sides.mergeInDefender(first, second);
    await world.settle();
    const { version } = (await world.desk.view(1))!;
    world.sides.mergeInDefender(second, third);
    await world.settle();
    await world.settle();
    const [a, b] = [await world.desk.view(1), await world.desk.view(2)];
    expect([a!.mergedInto, b!.mergedInto]).toEqual([3, 3]);
    expect(a!.version).toBeGreaterThan(version);
    for (const { comments } of [world.original(third), world.twin(third)])
      expect(comments.filter(({ text }) => text.includes('left behind'))).toHaveLength(1);
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('a comment that is read only after the merge reaches the survivor', async () => {
    const [survivor, id] = [await world.linked('Survivor'), await world.linked('Duplicate')];
    world.sides.commentInSentinel(world.twinOf(id), 'said late');
    world.sides.mergeInDefender(id, survivor);
    world.sides.sentinel.listComments = ((list) => {
      let refusals = 2;
      return async (name: string) => {
        if ((refusals -= 1) >= 0) throw new RemoteError('server', 'not now', { status: 503 });
        return list(name);
      };
    })(world.sides.sentinel.listComments);
    await world.settle();
    for (const { comments } of [world.original(survivor), world.twin(survivor)])
      expect(comments.filter(({ text }) => text.includes('said late'))).toHaveLength(1);
  });

  test('a comment Sentinel took before the merge, and could not show by then, reaches the survivor', async () => {
    const [survivor, id] = [await world.linked('Survivor'), await world.linked('Duplicate')];
    world.sides.commentInSentinel(world.twinOf(id), 'said while it was down');
    await mergeWhileSentinelIsDown(id, survivor);
    await world.settle();
    for (const { comments } of [world.original(survivor), world.twin(survivor)])
      expect(comments.filter(({ text }) => text.includes('said while it was down'))).toHaveLength(1);
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('what is said on the twin of a merged incident afterwards, or edited there, reaches the survivor', async () => {
    const [survivor, id] = [await world.linked('Survivor'), await world.linked('Duplicate')];
    world.sides.mergeInDefender(id, survivor);
    await world.settle();
    world.sides.commentInSentinel(world.twinOf(id), 'said too late');
    await world.settle();
    world.sides.editCommentInSentinel(world.twinOf(id), 'said too late', 'said better');
    await world.settle();
    for (const { comments } of [world.original(survivor), world.twin(survivor)]) {
      expect(comments.filter(({ text }) => text.includes('said too late'))).toHaveLength(1);
      expect(comments.filter(({ text }) => text.includes('said better'))).toHaveLength(1);
    }
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('what is said in Defender on an incident that was merged already reaches the survivor', async () => {
    const [survivor, id] = [await world.linked('Survivor'), await world.linked('Duplicate')];
    world.sides.mergeInDefender(id, survivor);
    await world.settle();
    world.sides.commentInDefender(id, 'said too late');
    await world.settle();
    for (const { comments } of [world.original(survivor), world.twin(survivor)])
      expect(comments.filter(({ text }) => text.includes('said too late'))).toHaveLength(1);
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('what a person asked for and was not written yet goes on to the survivor', async () => {
    const survivor = await world.linked('Survivor');
    const id = await world.linked('Duplicate');
    world.sides.defenderSide.setDown(true);
    world.sides.sentinelSide.setDown(true);
    await world.act({ kind: 'comment', text: 'important' }, { incident: 2 });
    await world.act({ kind: 'assign', to: ana }, { incident: 2 });
    world.sides.mergeInDefender(id, survivor);
    world.sides.defenderSide.setDown(false);
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    for (const { comments, incident } of [world.original(survivor), world.twin(survivor)]) {
      expect(incident.owner).toMatchObject({ upn: 'ana@contoso.test' });
      expect(comments).toHaveLength(1);
      expect(comments[0]!.text).toContain('Ana Diaz via Teams: important');
    }
    const moved = (await world.audit()).filter(({ outcome }) => outcome.startsWith('replaced'));
    expect(moved.map(({ detail }) => detail)).toContainEqual(
      expect.objectContaining({ reason: 'merged: #2 is now part of #1' }),
    );
  });

  test('what a person asked for and only one side had taken goes on to both sides of the survivor', async () => {
    const survivor = await world.linked('Survivor');
    const id = await world.linked('Duplicate');
    world.sides.defenderSide.setDown(true);
    await world.act({ kind: 'severity', severity: 'low' }, { incident: 2 });
    world.sides.mergeInDefender(id, survivor);
    world.sides.defenderSide.setDown(false);
    await world.settle();
    expect(world.severities(survivor)).toEqual(['low', 'low']);
  });

  test('what a person asked for loses to a later edit of the survivor, and is told to', async () => {
    const survivor = await world.linked('Survivor');
    const id = await world.linked('Duplicate');
    await clickWhileBothAreDown();
    world.sides.defenderSide.edit(survivor, { severity: 'medium' });
    await mergeWhenBothAreUp(id, survivor);
    expect(world.severities(survivor)).toEqual(['medium', 'medium']);
    expect((await world.desk.view(1))!.overruled[0]).toContain('Low severity');
  });

  test('what a person asked for is weighed by its time against what a survivor held before it was ever seen', async () => {
    const id = await world.linked('Duplicate');
    await world.orCrash(1, 'before', () => world.act({ kind: 'assign', to: ana }));
    const survivor = world.sides.raise('Survivor');
    world.sides.mergeInDefender(id, survivor);
    world.clock.advance(60_000);
    const sam = { upn: 'sam@contoso.test', objectId: null, name: null };
    world.sides.defenderSide.edit(survivor, { owner: sam });
    await world.settle();
    expect(world.original(survivor).incident.owner).toMatchObject(sam);
    expect(world.twin(survivor).incident.owner).toMatchObject({ upn: sam.upn });
    expect((await world.desk.view(2))!.overruled[0]).toContain('Assigned to Ana Diaz asked for in chat');
  });

  test('what a person asked for does not take back a newer click on the survivor', async () => {
    const survivor = await world.linked('Survivor');
    const id = await world.linked('Duplicate');
    await clickWhileBothAreDown();
    await world.act({ kind: 'severity', severity: 'medium' }, { by: bob });
    await mergeWhenBothAreUp(id, survivor);
    expect(world.severities(survivor)).toEqual(['medium', 'medium']);
  });

  async function clickWhileBothAreDown(): Promise<void> {
    world.clock.advance(60_000);
    world.sides.defenderSide.setDown(true);
    world.sides.sentinelSide.setDown(true);
    await world.act({ kind: 'severity', severity: 'low' }, { incident: 2 });
    world.clock.advance(60_000);
  }

  async function mergeWhenBothAreUp(id: string, survivor: string): Promise<void> {
    world.clock.advance(60_000);
    world.sides.mergeInDefender(id, survivor);
    world.sides.defenderSide.setDown(false);
    world.sides.sentinelSide.setDown(false);
    await world.settle();
  }
});

describe('an incident that was merged before it was ever seen', () => {
  test('its comments reach the survivor on both sides, once, and it gets neither twin nor card', async () => {
    const survivor = await world.linked('Survivor');
    const id = world.sides.raise('Duplicate', { severity: 'low' });
    world.sides.commentInDefender(id, 'left behind');
    world.sides.mergeInDefender(id, survivor);
    await world.settle();
    await world.settle();
    for (const { comments } of [world.original(survivor), world.twin(survivor)])
      expect(comments.filter(({ text }) => text.includes('left behind'))).toHaveLength(1);
    expect(world.sides.sentinelSide.held.has(world.twinOf(id))).toBe(false);
    expect(await world.desk.view(2)).toMatchObject({ standing: 'merged', mergedInto: 1, announced: false });
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test.each(['defender', 'sentinel'] as const)(
    'a twin it has from an earlier life of the database is closed, and what was said there reaches the survivor, if %s is read first',
    async (first) => {
      const survivor = await world.linked('Survivor');
      const id = world.sides.raise('Duplicate');
      await world.sides.sentinel.create(world.twinOf(id), {
        title: 'Duplicate',
        description: '',
        fields: { state: openState('new'), severity: 'high', owner: null, tags: [] },
        firstActivityAt: null,
        lastActivityAt: null,
      });
      world.sides.commentInSentinel(world.twinOf(id), 'left behind');
      world.sides.mergeInDefender(id, survivor);
      const later = world.sides[first === 'defender' ? 'sentinelSide' : 'defenderSide'];
      later.setDown(true);
      await world.desk.syncNow();
      later.setDown(false);
      await world.settle();
      expect(world.twin(id).incident).toMatchObject({ state: { status: 'closed' }, tags: ['Redirected'] });
      for (const { comments } of [world.original(survivor), world.twin(survivor)])
        expect(comments.filter(({ text }) => text.includes('left behind'))).toHaveLength(1);
      expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
    },
  );

  test('its comments go down the whole chain of merges', async () => {
    const survivor = await world.linked('Survivor');
    const [id, between] = [world.sides.raise('First'), world.sides.raise('Second')];
    world.sides.commentInDefender(id, 'left behind');
    world.sides.mergeInDefender(id, between);
    world.sides.mergeInDefender(between, survivor);
    await world.settle();
    await world.settle();
    expect(world.twin(survivor).comments.filter(({ text }) => text.includes('left behind'))).toHaveLength(1);
  });
});

test('a closing of a merged incident’s twin that Sentinel would not take is retried when somebody says so', async () => {
  const { survivor, id } = await twoIncidents();
  await world.settle();
  world.sides.mergeInDefender(id, survivor);
  const error = new RemoteError('invalid', 'not that', { status: 400 });
  for (let times = 0; times < 2; times += 1)
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error });
  await world.settle();
  expect(world.twin(id).incident.state.status).toBe('new');
  const incident = (await world.desk.find(id))[0]!.number;
  expect(await world.act({ kind: 'tags', tags: ['vip'] }, { incident })).toMatchObject({ code: 'merged' });
  expect(await world.act({ kind: 'retry' }, { incident })).toMatchObject({ outcome: 'applied' });
  await world.settle();
  expect(world.twin(id).incident.state.status).toBe('closed');
  expect(await world.act({ kind: 'retry' }, { incident })).toMatchObject({ code: 'nothing_to_do' });
});
