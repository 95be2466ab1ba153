import type { Ask } from '../../../src/sync/ports/desk.ts';
import { bob, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

const setTo = (severity: 'low' | 'medium'): Ask => ({ kind: 'severity', severity });

describe('what a click is answered', () => {
  test('a click that a newer one replaced before it was written is not said to be done', async () => {
    await world.linked();
    world.sides.defenderSide.setDown(true);
    world.sides.sentinelSide.setDown(true);
    await world.act(setTo('low'), { key: 'first' });
    await world.act(setTo('medium'), { by: bob });
    expect(await world.act(setTo('low'), { key: 'first' })).toMatchObject({
      repeated: true,
      sides: { defender: 'overruled', sentinel: 'overruled' },
    });
    const replaced = (await world.audit()).filter(({ outcome }) => outcome.startsWith('replaced'));
    expect(replaced).toHaveLength(2);
    expect(replaced[0]!.detail).toMatchObject({ reason: 'replaced by a newer wish of Bob Lund' });
  });

  test('a click from a card older than a Sentinel edit is asked again, though Defender is down', async () => {
    const id = await world.linked();
    const { version } = (await world.desk.view(1))!;
    world.sides.defenderSide.setDown(true);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.desk.syncNow();
    expect(await world.act(setTo('medium'), { version })).toMatchObject({ outcome: 'stale' });
  });
});
