import { openState } from '../../src/incident/state.ts';
import { followMode } from '../../src/sync/posture/follow-mode.ts';
import { ana, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

/**
 * Microsoft's own sync runs beside: twins are found and never made, portal edits are its to carry, and what it did not
 * carry in its time is drift. Here each of its doings is played by hand.
 */

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ mode: 'native' });
});
afterEach(() => world.close());

const DEADLINE = 901_000;

const makeTwin = (id: string) => world.makeNativeTwin(id);

async function linked(): Promise<{ id: string; name: string }> {
  const id = world.sides.raise('Phish');
  await world.desk.syncNow();
  world.clock.advance(120_000);
  const name = makeTwin(id);
  await world.settle();
  return { id, name };
}

const severities = (id: string, name: string) => [
  world.original(id).incident.severity,
  world.sides.sentinelSide.must(name).incident.severity,
];
/** What is repaired in one system Microsoft carries to the other: both are looked at long after. */
async function repairBesideMicrosoft(): Promise<void> {
  world.sides.nativeSync.apply({ state: 'on' });
  await world.act({ kind: 'repair' });
  for (let cycle = 0; cycle < 4; cycle += 1) {
    world.clock.advance(DEADLINE);
    await world.desk.syncNow();
  }
}

/** A comment of somebody in Sentinel that Microsoft lost and we carried, as Defender shows it. */
async function markedInDefender(id: string, name: string): Promise<string> {
  world.sides.commentInSentinel(name, 'said "stop"');
  await world.settle(1);
  world.clock.advance(DEADLINE);
  await world.settle();
  await world.act({ kind: 'repair' });
  const { text } = world.original(id).comments.at(-1)!;
  expect(text).toMatch(/\[dragoman \w{12}\]$/);
  return text;
}

const drift = async () => (await world.desk.drift({ limit: 10, offset: 0 })).lines;

describe("under Microsoft's own sync", () => {
  test('twins are never made, only found, whichever side shows them first', async () => {
    const { id, name } = await linked();
    expect([...world.sides.sentinelSide.held.keys()]).toEqual([name]);
    expect(await world.desk.view(1)).toMatchObject({
      sides: [
        { id, standing: 'ok' },
        { id: name, standing: 'ok' },
      ],
    });
    expect((await world.desk.list({ limit: 5, offset: 0 })).total).toBe(1);
  });

  test('an incident that is not severe enough is not linked, whichever side shows it first', async () => {
    await world.close();
    world = await createSyncWorld({ mode: 'native', minSeverity: 'high' });
    makeTwin(world.sides.raise('Mild', { severity: 'low' }));
    const id = world.sides.raise('Mild at first', { severity: 'low' });
    const name = makeTwin(id);
    await world.settle();
    expect((await world.desk.list({ limit: 5, offset: 0 })).total).toBe(0);
    for (const side of [world.sides.sentinelSide, world.sides.defenderSide])
      side.edit(side === world.sides.defenderSide ? id : name, { severity: 'high' });
    await world.settle();
    expect((await world.desk.list({ limit: 5, offset: 0 })).incidents).toMatchObject([
      { title: 'Mild at first', sides: [{ id }, { id: name }] },
    ]);
  });

  test('a twin that does not come is told as drift after the deadline, and a click does not make it', async () => {
    world.sides.raise('Phish');
    await world.settle(1);
    expect(await drift()).toEqual([]);
    world.clock.advance(DEADLINE);
    await world.settle(1);
    expect(await drift()).toMatchObject([{ what: 'twin', repair: null }]);
    expect(await world.act({ kind: 'repair' })).toMatchObject({ code: 'nothing_to_do' });
    makeTwin('101');
    await world.settle();
    expect(await drift()).toEqual([]);
  });

  test('portal edits are left to it, and how long it took is measured', async () => {
    const { id, name } = await linked();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.desk.syncNow();
    world.clock.advance(30_000);
    world.sides.sentinelSide.edit(name, { severity: 'low' });
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0 });
    const { nativeLag } = (await world.desk.status())[0]!;
    expect(nativeLag).toContainEqual({ what: 'severity', samples: 1, p50: 30, p95: 30 });
    expect(nativeLag).toContainEqual({ what: 'twin', samples: 1, p50: 120, p95: 120 });
  });

  test('what it has not carried by the deadline is drift, repaired by a click', async () => {
    const { id, name } = await linked();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle(1);
    expect(await drift()).toEqual([]);
    world.clock.advance(DEADLINE);
    await world.settle(2);
    expect(severities(id, name)).toEqual(['low', 'high']);
    expect(await drift()).toMatchObject([
      { what: 'severity', repair: 'sentinel', why: expect.stringContaining('not carried') },
    ]);
    expect(await world.act({ kind: 'repair' })).toMatchObject({ outcome: 'applied', sides: { sentinel: 'done' } });
    expect(severities(id, name)).toEqual(['low', 'low']);
    expect(await drift()).toEqual([]);
  });

  test('is repaired by itself where that is allowed', async () => {
    await world.close();
    world = await createSyncWorld({ mode: 'native', driftRepair: 'auto' });
    const { id, name } = await linked();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.desk.syncNow();
    expect(severities(id, name)).toEqual(['low', 'high']);
    world.clock.advance(DEADLINE);
    await world.settle();
    expect(severities(id, name)).toEqual(['low', 'low']);
  });

  test('people act on both sides from chat, but comment on one', async () => {
    const { id, name } = await linked();
    await world.act({ kind: 'severity', severity: 'low' });
    await world.act({ kind: 'comment', text: 'look here' });
    expect(severities(id, name)).toEqual(['low', 'low']);
    expect(world.original(id).comments).toHaveLength(0);
    expect(world.sides.sentinelSide.must(name).comments).toMatchObject([{ text: 'Ana Diaz via Teams: look here' }]);
  });

  test('a comment it carries is the same comment, in either direction', async () => {
    const { id, name } = await linked();
    await world.act({ kind: 'comment', text: 'look here' });
    world.sides.commentInDefender(id, 'Ana Diaz via Teams: look here', 'Microsoft Sentinel');
    world.sides.commentInDefender(id, 'seen in Defender');
    await world.settle(1);
    world.sides.commentInSentinel(name, 'seen in Defender', 'Microsoft XDR');
    world.clock.advance(2 * DEADLINE);
    await world.settle();
    expect(world.original(id).comments).toHaveLength(2);
    expect(world.sides.sentinelSide.must(name).comments).toHaveLength(2);
    expect(await drift()).toEqual([]);
    expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
  });

  test('a comment it lost is drift, and is carried by a click only', async () => {
    await world.close();
    world = await createSyncWorld({ mode: 'native', driftRepair: 'auto' });
    const { id, name } = await linked();
    world.sides.commentInDefender(id, 'lost');
    await world.settle(1);
    world.clock.advance(DEADLINE);
    await world.settle();
    expect(world.sides.sentinelSide.must(name).comments).toHaveLength(0);
    expect(await drift()).toMatchObject([{ what: 'comments', repair: 'sentinel' }]);
    await world.act({ kind: 'repair' });
    expect(world.sides.sentinelSide.must(name).comments).toMatchObject([{ text: 'Raj Patel (Defender): lost' }]);
  });

  test('a comment that quotes one of ours, mark and all, is somebody’s, and drift where it is not carried', async () => {
    const { id, name } = await linked();
    const marked = await markedInDefender(id, name);
    world.sides.commentInDefender(id, `I agree: ${marked}`);
    await world.settle(1);
    world.clock.advance(DEADLINE);
    await world.settle();
    expect(await drift()).toMatchObject([{ what: 'comments', repair: 'sentinel' }]);
    world.sides.commentInSentinel(name, `I agree: ${marked}`, 'Microsoft XDR');
    await world.settle();
    expect(await drift()).toEqual([]);
  });

  test.each([
    ['as it was sent', (text: string) => text],
    ['as Defender shows it', (text: string) => text.replaceAll('"', '&quot;')],
  ])('a comment of ours that it carries with its mark, %s, is the same comment', async (_how, shown) => {
    const { id, name } = await linked();
    const { addComment } = world.sides.defender;
    world.sides.defender.addComment = (incident, text) => addComment(incident, shown(text));
    const marked = await markedInDefender(id, name);
    world.sides.commentInSentinel(name, marked, 'Microsoft XDR');
    world.sides.commentInSentinel(name, `I agree: ${marked}`);
    await world.settle(1);
    world.clock.advance(DEADLINE);
    await world.settle();
    expect(await drift()).toMatchObject([{ what: 'comments', repair: 'defender' }]);
    await world.act({ kind: 'repair' });
    const [first, second, ...others] = world.original(id).comments.map(({ text }) => text);
    expect(others).toEqual([]);
    expect([first, second]).toEqual([marked, expect.stringContaining('I agree: ')]);
  });

  test('a lossy classification is no change: what Defender holds stays as it is', async () => {
    const { id, name } = await linked();
    const closed = { ...openState('new'), status: 'closed' as const, classification: 'falsePositive' as const };
    world.sides.defenderSide.edit(id, { state: { ...closed, determination: 'notMalicious' } });
    await world.settle(1);
    world.sides.sentinelSide.edit(name, { state: { ...closed, reason: 'inaccurateData' } });
    world.clock.advance(DEADLINE);
    await world.settle();
    expect(await drift()).toEqual([]);
    expect(world.original(id).incident.state.determination).toBe('notMalicious');
  });

  test.each([false, true])(
    'a closing is carried whether or not its note is (%s), and stays so as a bridge',
    async (is) => {
      const { sides, clock, desk } = world;
      sides.nativeSync.apply({ state: 'on', carriesClosingNote: is });
      const id = sides.raise('Phish');
      clock.advance(20_000);
      await world.settle();
      const closed = { ...openState('new'), status: 'closed' as const, classification: 'truePositive' as const };
      sides.defenderSide.edit(id, { state: { ...closed, determination: 'malware', note: 'found' } });
      await desk.syncNow();
      clock.advance(20_000);
      await world.settle();
      expect(world.twin(id).incident.state).toMatchObject({ status: 'closed', note: is ? 'found' : '' });
      clock.advance(DEADLINE);
      await world.settle();
      const quiet = {
        disagreeing: 0,
        proposals: 0,
        nativeLag: expect.arrayContaining([expect.objectContaining({ what: 'state' })]),
      };
      expect(await desk.status()).toMatchObject([quiet]);
      expect(await drift()).toEqual([]);
      const closings = (await world.store.sync.eventsOf(1)).filter(({ field }) => field === 'state');
      expect(closings).toMatchObject([{ kind: 'changed', origin: 'defender' }]);

      sides.nativeSync.apply({ state: 'off' });
      await followMode(world.store.sync, world.context.connectionId, 'bridge', clock.now().toISOString());
      world.restart();
      expect(await world.sync.compare()).toMatchObject({ missing: 0 });
      expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
      expect(await world.desk.status()).toMatchObject([{ mode: 'bridge', disagreeing: 0 }]);
    },
  );

  /** Past the deadline the comment is drift of the first incident, and after its repair once on both sides. */
  async function expectDriftThatIsRepaired(survivor: { id: string; name: string }, said: string): Promise<void> {
    world.clock.advance(DEADLINE);
    await world.settle();
    expect(await drift()).toEqual([expect.objectContaining({ incident: 1, what: 'comments' })]);
    await repairBesideMicrosoft();
    for (const { comments } of [world.original(survivor.id), world.sides.sentinelSide.must(survivor.name)])
      expect(comments.filter(({ text }) => text.includes(said))).toHaveLength(1);
  }

  test('a merge is its own to close, and wishes go on to the survivor', async () => {
    const first = await linked();
    const second = await linked();
    world.sides.mergeInDefender(first.id, second.id);
    await world.settle();
    expect(await world.desk.view(1)).toMatchObject({ standing: 'merged', mergedInto: 2 });
    world.clock.advance(2 * DEADLINE);
    await world.settle();
    expect(world.sides.sentinelSide.must(first.name).incident.state.status).toBe('new');
    expect((await world.desk.status())[0]!.proposals).toBe(0);
  });

  test('what was said on an incident that was merged before it was ever seen is drift of the survivor, not lost', async () => {
    const survivor = await linked();
    const id = world.sides.raise('Duplicate');
    world.sides.commentInDefender(id, 'left behind');
    world.sides.mergeInDefender(id, survivor.id);
    await world.settle();
    await expectDriftThatIsRepaired(survivor, 'left behind');
  });

  test('what was said in Sentinel on an incident that was merged before that was read is drift of the survivor', async () => {
    const [survivor, other] = [await linked(), await linked()];
    world.sides.commentInSentinel(other.name, 'said while it was down');
    world.sides.mergeInDefender(other.id, survivor.id);
    world.sides.sentinelSide.setDown(true);
    await world.desk.syncNow();
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    await expectDriftThatIsRepaired(survivor, 'said while it was down');
  });

  test('two Sentinel incidents for one Defender incident are named, and only one is linked', async () => {
    const { id, name } = await linked();
    const double = makeTwin(id);
    await world.settle();
    expect((await world.desk.status())[0]!.duplicates).toMatchObject([{ defenderId: id, sentinelName: double }]);
    expect((await world.desk.view(1))!.sides[1].id).toBe(name);
  });
});

test('a bridge that meets a twin of somebody else stops, names it and waits for an admin', async () => {
  await world.close();
  world = await createSyncWorld();
  const id = world.sides.raise('Phish');
  await world.settle();
  const double = makeTwin(id);
  await world.settle();
  expect((await world.desk.status())[0]!.duplicates).toMatchObject([{ defenderId: id, sentinelName: double }]);
  const second = world.sides.raise('second');
  await world.settle();
  expect(world.sides.sentinelSide.held.has(world.twinOf(second))).toBe(false);
  await world.desk.order('go', ana);
  await world.settle();
  expect(world.sides.sentinelSide.held.has(world.twinOf(second))).toBe(true);
});
