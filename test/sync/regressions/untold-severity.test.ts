import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  id = await world.linked('Phish', { severity: 'high' });
  world.clock.advance(60_000);
});
afterEach(() => world.close());

const inSentinel = (severity: 'unknown' | 'medium') => {
  world.sides.sentinelSide.edit(world.twinOf(id), { severity });
  world.clock.advance(60_000);
};
const status = async () => (await world.desk.status())[0]!;
const still = { reads: 2, writes: 0, waiting: 0, faults: [] };

describe('a severity of Sentinel that is missing, or a word nobody knows,', () => {
  test('is left alone: nothing is offered to Defender, and nothing is told as drift', async () => {
    inSentinel('unknown');
    await world.settle();
    expect(await status()).toMatchObject({ deadIntents: 0, openIntents: 0, disagreeing: 0 });
    expect(world.severities(id)).toEqual(['high', 'unknown']);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('does not stand against what somebody sets in Defender', async () => {
    world.sides.defenderSide.edit(id, { severity: 'low' });
    inSentinel('unknown');
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect((await world.desk.view(1))!.overruled).toEqual([]);
  });

  test('gives way to what somebody sets in Defender later', async () => {
    inSentinel('unknown');
    await world.settle();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('agrees with Defender telling none either', async () => {
    inSentinel('unknown');
    world.sides.defenderSide.edit(id, { severity: 'unknown' });
    await world.settle();
    expect(world.severities(id)).toEqual(['unknown', 'unknown']);
    expect(await status()).toMatchObject({ deadIntents: 0, openIntents: 0 });
  });

  test('is no change when it is what it was before, and one when somebody sets it anew', async () => {
    inSentinel('unknown');
    await world.settle();
    inSentinel('medium');
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
  });

  test('cannot be gone back to', async () => {
    inSentinel('unknown');
    await world.settle();
    await world.act({ kind: 'severity', severity: 'low' });
    await world.settle(2);
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect(await world.act({ kind: 'undo' })).toMatchObject({ outcome: 'refused', code: 'nothing_to_undo' });
  });
});
