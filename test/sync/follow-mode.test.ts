import { followMode } from '../../src/sync/posture/follow-mode.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
afterEach(() => world.close());

const startedWith = (mode: 'auto' | 'bridge' | 'native' | 'observe') =>
  followMode(world.store.sync, world.context.connectionId, mode, world.clock.now().toISOString());
const status = async () => (await world.desk.status())[0]!;

test('a connection started again under observe writes nothing more, and under bridge what it proposed meanwhile', async () => {
  world = await createSyncWorld();
  const id = await world.linked('Phish', { severity: 'medium' });
  await startedWith('observe');
  expect(await status()).toMatchObject({ mode: 'observe', modeReason: 'SYNC_MODE is observe.' });
  world.sides.defenderSide.edit(id, { severity: 'high' });
  await world.settle();
  expect(world.severities(id)).toEqual(['high', 'medium']);
  await startedWith('bridge');
  await world.settle();
  expect(world.severities(id)).toEqual(['high', 'high']);
});

test('what auto chose before stands when it is asked for again', async () => {
  world = await createSyncWorld();
  const { mode, modeReason } = await status();
  await startedWith('auto');
  expect(await status()).toMatchObject({ mode, modeReason });
});
