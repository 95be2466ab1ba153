import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { letRun } from '../../support/hold-request.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

/** Defender folded an incident into one that it does not show: not in a list, and not by its id. */
let world: SyncWorld;
let id: string;
let survivor: string;
/** How Defender answers when it is asked for the survivor; null: that it has none. */
let refusal: RemoteError | 'shown' | null;
let asked: number;

beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0, minSeverity: 'high' });
  survivor = world.sides.raise('Survivor', { severity: 'low' });
  id = await world.linked('Duplicate', { severity: 'high' });
  world.clock.advance(60_000);
  [refusal, asked] = [null, 0];
  const { get } = world.sides.defender;
  world.sides.defender.get = async (one) => {
    if (one !== survivor) return get(one);
    asked += 1;
    if (refusal instanceof RemoteError) throw refusal;
    return refusal === 'shown' ? get(one) : null;
  };
});
afterEach(() => world.close());

async function cycles(count: number, seconds: number): Promise<void> {
  for (let cycle = 0; cycle < count; cycle += 1) {
    world.clock.advance(seconds * 1000);
    await world.desk.syncNow();
  }
}

async function wishAndMerge(): Promise<void> {
  for (const side of ['defender', 'sentinel'] as const) world.sides[`${side}Side`].setDown(true);
  await world.act({ kind: 'severity', severity: 'medium' });
  await world.act({ kind: 'comment', text: 'important' });
  await letRun(60);
  world.sides.mergeInDefender(id, survivor);
  for (const side of ['defender', 'sentinel'] as const) world.sides[`${side}Side`].setDown(false);
}

describe('a survivor Defender does not show', () => {
  test('is asked for ever more rarely', async () => {
    world.sides.mergeInDefender(id, survivor);
    await cycles(10, 60);
    expect(asked).toBe(4);
    await cycles(5 * 24, 3600);
    expect(asked).toBeLessThan(16);
    const before = asked;
    await cycles(40, 86_400);
    expect(asked - before).toBeLessThan(30);
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0, faults: [] });
  });

  test.each([
    ['it says that it has no such incident', null],
    ['403: not in your scope', new RemoteError('forbidden', '403: not in your scope', { status: 403 })],
  ])('is told as a trouble with the reason (%s) until it is shown', async (reason, error) => {
    refusal = error;
    world.sides.mergeInDefender(id, survivor);
    await cycles(2, 60);
    expect(await world.desk.troubles()).toEqual([]);
    await cycles(8, 60);
    expect(await world.desk.troubles()).toMatchObject([
      { cause: { kind: 'survivor' }, sentence: expect.stringContaining(`#1 into incident ${survivor} (${reason})`) },
    ]);
    refusal = 'shown';
    await cycles(2, 3600);
    expect(await world.desk.troubles()).toEqual([]);
    expect((await world.desk.view(1))!.mergedInto).toBe(2);
  });

  test('is asked for in the next cycle when it was Defender that failed', async () => {
    refusal = new RemoteError('server', 'bad gateway', { status: 502 });
    world.sides.mergeInDefender(id, survivor);
    await cycles(6, 60);
    expect(asked).toBe(6);
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('keeps what people asked for waiting, and nothing of it is tried on the merged incident', async () => {
    await wishAndMerge();
    await cycles(3 * 24, 3600);
    expect(world.original(id)).toMatchObject({ incident: { severity: 'high' }, comments: [] });
    expect(world.twin(id)).toMatchObject({ incident: { severity: 'high' }, comments: [] });
    const reason = expect.stringContaining(
      `Defender incident ${survivor}, into which it was merged: it says that it has no`,
    );
    expect((await world.desk.view(1))!.sides).toMatchObject([
      { standing: 'waiting', reason },
      { standing: 'waiting', reason },
    ]);
    expect((await world.desk.status())[0]).toMatchObject({ deadIntents: 0 });

    refusal = 'shown';
    await cycles(30, 3600);
    expect(world.severities(survivor)).toEqual(['medium', 'medium']);
    for (const { comments } of [world.original(survivor), world.twin(survivor)])
      expect(comments.map(({ text }) => text)).toEqual([expect.stringContaining('important')]);
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, waiting: 0 });
  });

  test('keeps it waiting also where the process was away for days', async () => {
    await wishAndMerge();
    await cycles(1, 60);
    world.clock.advance(5 * 86_400_000);
    world.restart();
    await world.sync.writer.drainDue();
    expect(world.original(id)).toMatchObject({ incident: { severity: 'high' }, comments: [] });
    expect(world.twin(id).comments).toEqual([]);
  });
});
