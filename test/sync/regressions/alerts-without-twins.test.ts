import { followMode } from '../../../src/sync/posture/follow-mode.ts';
import { sampleAlert } from '../../support/alerts.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { many } from './alerts-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

describe('where Dragoman makes no twins', () => {
  test.each(['native', 'observe'] as const)(
    'under %s alerts are read once, for what they are about, and carried nowhere',
    async (mode) => {
      const other = await createSyncWorld({ mode });
      const id = other.sides.raise('Phish', {}, many(1));
      for (let cycle = 0; cycle < 3; cycle += 1) await other.desk.syncNow();
      const reads = async () => (await other.desk.status())[0]!.alertReads;
      expect(await reads()).toBe(1);
      expect(other.sides.bookmarks.size).toBe(0);
      expect((await other.desk.list({ text: 'fin-07', kind: 'host', limit: 9, offset: 0 })).total).toBe(1);
      other.sides.alert(id, sampleAlert('b', { entities: [{ kind: 'IP', fields: { Address: '10.1.2.3' } }] }));
      other.clock.advance(400_000);
      await other.desk.syncNow();
      expect(await reads()).toBe(2);
      expect((await other.desk.list({ text: '10.1.2', kind: 'ip', limit: 9, offset: 0 })).total).toBe(1);
      await other.close();
    },
  );

  test('they are carried once Dragoman has to, though they were read before', async () => {
    const other = await createSyncWorld({ mode: 'native' });
    other.sides.raise('Phish', {}, many(1));
    await other.desk.syncNow();
    const now = other.clock.now().toISOString();
    await followMode(other.store.sync, other.context.connectionId, 'bridge', now);
    await other.settle();
    expect(other.sides.bookmarks.size).toBe(1);
    await other.close();
  });

  test('a rehearsal reads them, so that the twin is whole when it is made, and writes nothing', async () => {
    const other = await createSyncWorld({ start: 'rehearse' });
    other.sides.raise('Phish', {}, many(1));
    expect(await other.desk.syncNow()).toMatchObject({ writes: 0 });
    expect((await other.desk.status())[0]!.alertReads).toBe(1);
    await other.close();
  });
});
