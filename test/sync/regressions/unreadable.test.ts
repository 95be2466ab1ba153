import { renderSyncStatusCard } from '../../../src/cards/sync-status-card.ts';
import { readinessOf, Readiness } from '../../../src/server/readiness.ts';
import type { ConnectionStatus } from '../../../src/sync/ports/desk.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { sampleAlert } from '../../support/alerts.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const putAside = (itemId: string, reason: string, attempts = 0, since = world.clock.now().toISOString()) =>
  world.store.sync.quarantine({
    connectionId: world.context.connectionId,
    side: 'defender',
    itemId,
    reason,
    attempts,
    since,
  });
const status = async () => (await world.desk.status())[0]!;
const cardOf = (one: ConnectionStatus) =>
  JSON.stringify(renderSyncStatusCard({ connections: [one], drift: 0, troubles: [], notices: [] }, 'UTC'));

describe('what cannot be read is told', () => {
  test('with its id, its side, the reason, since when, and when it is tried again', async () => {
    await putAside('81', 'customTags: expected array', 4);
    const since = world.clock.now().toISOString();
    const { unreadable, quarantined } = await status();
    expect(quarantined).toBe(1);
    const item = { side: 'defender', id: '81', reason: 'customTags: expected array', since };
    expect(unreadable).toEqual([{ ...item, nextInCycles: 4, nextAt: null }]);
    expect(cardOf(await status())).toMatch(/1; Defender 81: customTags: expected array .{1,6}since .* in 4 cycles/);
    const readiness = { ready: true, connections: readinessOf([await status()]) };
    expect(Readiness.parse(readiness).connections[0]!.unreadable).toEqual(unreadable);
  });

  test.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 1],
    [5, 3],
  ])('after %i attempts the next one is %i cycles away, and comes then', async (attempts, cycles) => {
    await putAside('81', 'odd', attempts);
    expect((await status()).unreadable).toMatchObject([{ nextInCycles: cycles }]);
    let asked = 0;
    const { get } = world.sides.defender;
    world.sides.defender.get = async (id) => {
      if (id !== '81') return get(id);
      asked += 1;
      throw new RemoteError('unreadable', 'odd');
    };
    for (let cycle = 1; cycle <= cycles; cycle += 1) {
      await world.desk.syncNow();
      expect(asked).toBe(cycle === cycles ? 1 : 0);
    }
  });

  test('in bounds: the longest unreadable are named, all are counted, and nothing of theirs is rendered', async () => {
    const hostile = '[Click](https://evil.example) **<at>all</at>**';
    for (let n = 0; n < 30; n += 1) await putAside(`id-${n}`, hostile, 0, `2026-02-${String(n + 1).padStart(2, '0')}`);
    const one = await status();
    expect([one.quarantined, one.unreadable.length, one.unreadable[0]!.id]).toEqual([30, 20, 'id-0']);
    const card = cardOf({
      ...one,
      unreadable: one.unreadable.map((item) => ({ ...item, since: one.lastCycleAt ?? '2026-02-01T00:00:00Z' })),
    });
    expect(card).toMatch(/27 more/);
    expect(card).not.toMatch(/\]\(https|\*\*<at>/);
  });

  test('alerts of an incident that cannot be read at all are named by its number', async () => {
    world.sides.defender.listAlerts = () => Promise.reject(new RemoteError('unreadable', 'not JSON', { status: 200 }));
    world.sides.raise('Phish', {}, [sampleAlert('one')]);
    await world.desk.syncNow();
    const [item] = (await status()).unreadable;
    expect(item).toMatchObject({ side: 'defender', id: '#1/alerts', reason: 'not JSON', nextInCycles: null });
    expect(Date.parse(item!.nextAt!)).toBeGreaterThan(Date.parse(item!.since));
  });
});
