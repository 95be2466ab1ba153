import { presentPriority, runWithPriority } from '../../../src/azure/priority.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { startPoll } from '../../../src/schedule/poll.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { holdNext, letRun } from '../../support/hold-request.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

/** Lanes of a side that are written at once. */
const LANES = 8;

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

const raiseMany = (count: number) => Array.from({ length: count }, (_, n) => world.sides.raise(`incident ${n}`));

describe('trying again', () => {
  test('pauses grow when Sentinel says conflict though nobody changed the incident', async () => {
    await world.linked();
    let attempts = 0;
    world.sides.sentinel.update = async () => {
      attempts += 1;
      return { outcome: 'conflict' };
    };
    await world.act({ kind: 'severity', severity: 'low' });
    for (let second = 0; second < 600; second += 5) {
      world.clock.advance(5000);
      await letRun();
    }
    expect(attempts).toBeGreaterThan(2);
    expect(attempts).toBeLessThan(12);
  });

  test('trying a side that stays down again does not change what the card shows', async () => {
    await world.linked();
    world.sides.sentinelSide.setDown(true);
    await world.act({ kind: 'severity', severity: 'low' });
    await letRun();
    const before = (await world.desk.view(1))!.version;
    const { writes } = world.meter.traffic;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      world.clock.advance(300_000);
      await letRun();
    }
    expect(world.meter.traffic.writes).toBeGreaterThan(writes);
    expect((await world.desk.view(1))!.version).toBe(before);
  });
});

test('what was withdrawn while the rest of its request was made ready is not written', async () => {
  const id = await world.linked();
  world.sides.defenderSide.edit(id, {
    severity: 'low',
    owner: { upn: 'raj@contoso.test', objectId: null, name: null },
  });
  world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['vip'] });
  const lookup = holdNext(world.context.directories.sentinel, 'resolve');
  const reading = holdNext(world.sides.defender, 'get', 'before');
  const put: object[] = [];
  const { update } = world.sides.sentinel;
  world.sides.sentinel.update = (name, changes, basis) => {
    put.push(changes);
    return update(name, changes, basis);
  };
  const cycle = world.desk.syncNow();
  await Promise.all([lookup.arrived, reading.arrived]);
  world.sides.defenderSide.edit(id, { severity: 'high' });
  reading.release();
  await letRun(50);
  lookup.release();
  await cycle;
  expect(put).toEqual([{ owner: expect.objectContaining({ upn: 'raj@contoso.test' }) }]);
  expect(world.severities(id)).toEqual(['high', 'high']);
});

describe('writing much', () => {
  test('a few incidents are written at once, the rest after them', async () => {
    raiseMany(50);
    const { get } = world.sides.sentinel;
    let [now, most] = [0, 0];
    world.sides.sentinel.get = async (name) => {
      now += 1;
      most = Math.max(most, now);
      await letRun(2);
      now -= 1;
      return get(name);
    };
    await world.desk.syncNow();
    expect(most).toBe(LANES);
    expect(world.sides.sentinelSide.held.size).toBe(50);
  });

  test('a side that keeps everything waiting holds nothing up on the other', async () => {
    const ids = raiseMany(3 * LANES);
    await world.settle();
    const answers: (() => void)[] = [];
    const { get } = world.sides.defender;
    world.sides.defender.get = async (id) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return get(id);
    };
    for (const id of ids) world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['from Sentinel'] });
    const [late] = ids.slice(-1);
    world.sides.defenderSide.edit(late!, { severity: 'low' });
    world.clock.advance(310_000);
    const cycle = world.desk.syncNow();
    for (let turn = 0; turn < 50; turn += 1) await letRun();
    expect(answers).toHaveLength(LANES);
    expect(world.severities(late!)).toEqual(['low', 'low']);
    world.sides.defender.get = get;
    answers.forEach((answer) => answer());
    await cycle;
    expect(world.original(late!).incident.tags).toEqual(['from Sentinel']);
  });

  test('what a write on one side promises to the other is written in the same go', async () => {
    const id = await world.linked();
    // The comment is learned of from Defender's answer to the PATCH, when nothing is due in Sentinel any more.
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['from Sentinel'] });
    const { update } = world.sides.defender;
    world.sides.defender.update = async (...parameters) => {
      world.sides.commentInDefender(id, 'meanwhile');
      return update(...parameters);
    };
    await world.desk.syncNow();
    expect(world.original(id).incident.tags).toEqual(['from Sentinel']);
    expect(world.twin(id).comments.map(({ text }) => text)).toEqual([expect.stringContaining('meanwhile')]);
  });

  test('a click that had to wait is still as urgent as a click when it is tried again', async () => {
    await world.linked();
    world.context.urgently = (work) => runWithPriority('person', work);
    world.restart();
    const error = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 60 });
    for (const side of ['defender', 'sentinel'] as const)
      world.sides[`${side}Side`].faults.push({ when: 'before', error });
    await world.act({ kind: 'severity', severity: 'low' });
    await letRun();
    const priorities: string[] = [];
    const { update } = world.sides.defender;
    world.sides.defender.update = (id, changes) => {
      priorities.push(presentPriority());
      return update(id, changes);
    };
    await world.settle();
    expect(priorities).toEqual(['person']);
  });

  test('what happens now is before what was there when the connection began', async () => {
    for (const id of raiseMany(3 * LANES)) world.original(id).incident.createdAt = '2026-01-01T00:00:00Z';
    const fresh = world.sides.raise('fresh');
    await world.desk.syncNow();
    const made = [...world.sides.sentinelSide.held.keys()];
    expect(made).toHaveLength(3 * LANES + 1);
    expect(made.indexOf(world.twinOf(fresh))).toBeLessThan(LANES);
  });

  test('stopping waits for what is being written, begins nothing new and leaves no timer', async () => {
    raiseMany(20);
    const held = holdNext(world.sides.sentinel, 'create');
    const cycle = world.desk.syncNow();
    await held.arrived;
    const stopping = world.sync.stop();
    await letRun();
    held.release();
    await Promise.all([stopping, cycle]);
    expect(world.sides.sentinelSide.held.size).toBeLessThanOrEqual(LANES);
    expect(world.clock.pending()).toBe(0);
  });

  test('the schedule can be stopped after a cycle that failed', async () => {
    const poll = startPoll(createFakeClock(), 60, async () => {
      throw new Error('the database is locked');
    });
    await expect(poll.stop()).resolves.toBeUndefined();
  });
});
