import type { Alert } from '../../../src/incident/alert.ts';
import { followMode } from '../../../src/sync/follow-mode.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { sampleAlert } from '../../support/alerts.ts';
import { letRun } from '../../support/hold-request.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

const many = (count: number, overrides: Partial<Alert> = {}) =>
  Array.from({ length: count }, (_, index) => sampleAlert(`a${index}`, overrides));
/** The bookmarks tied to an incident's twin, as Sentinel holds them. */
const bookmarksOf = (id: string) => world.twin(id).bookmarks.map((name) => world.sides.bookmarks.get(name)!);
const alertIdsOf = (id: string) => bookmarksOf(id).map(({ queryResult }) => JSON.parse(queryResult).AlertId);
const still = { reads: 2, writes: 0, waiting: 0, faults: [] };
const alertReads = async () => (await world.desk.status())[0]!.alertReads;
const lost = (on: 'bookmark' | 'relation') =>
  world.sides.sentinelSide.faults.push({
    when: 'after',
    on,
    error: new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true }),
  });
async function later(): Promise<void> {
  world.clock.advance(400_000);
  await world.desk.syncNow();
}

describe('an incident with alerts', () => {
  test('has them as bookmarks tied to its twin, with their entities, after one cycle', async () => {
    const id = world.sides.raise('Phish', {}, [sampleAlert('a'), sampleAlert('b', { severity: 'high' })]);
    expect(await world.desk.syncNow()).toMatchObject({ waiting: 0, faults: [] });
    expect(await alertReads()).toBe(1);
    expect(alertIdsOf(id)).toEqual(['b', 'a']);
    const [first] = bookmarksOf(id);
    expect(first).toMatchObject({
      displayName: 'Alert b',
      query: 'AlertEvidence | where AlertId == "b"',
      labels: ['Defender alert'],
      eventAt: '2026-03-01T07:30:00Z',
    });
    expect(JSON.parse(first!.queryResult)).toMatchObject({
      Severity: 'high',
      Product: 'Microsoft Defender for Endpoint',
      Entities: [{ Type: 'Host', HostName: 'fin-07' }],
    });
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('tells in its twin how many there are, of which products and since when, without a second write', async () => {
    const id = world.sides.raise('Phish', {}, many(12, { firstActivityAt: '2026-02-27T00:00:00Z' }));
    let made: unknown = null;
    const { create, update } = world.sides.sentinel;
    let updates = 0;
    world.sides.sentinel.create = (name, draft) => create(name, (made = draft) as typeof draft);
    world.sides.sentinel.update = (...all) => {
      updates += 1;
      return update(...all);
    };
    await world.desk.syncNow();
    expect(made).toMatchObject({
      description: expect.stringContaining('Products: Microsoft Defender for Endpoint\nAlerts: 12'),
      firstActivityAt: '2026-02-27T00:00:00Z',
      lastActivityAt: '2026-03-01T07:30:00Z',
    });
    expect((await world.desk.view(1))!.products).toEqual(['Microsoft Defender for Endpoint']);
    await world.settle();
    expect([bookmarksOf(id).length, updates]).toEqual([12, 0]);
  });

  test('of more than a hundred and fifty says "150+" and has twenty bookmarks, the most severe first', async () => {
    const severe = Array.from({ length: 25 }, (_, index) => sampleAlert(`h${index}`, { severity: 'high' }));
    const id = world.sides.raise('Storm', {}, [...many(140), ...severe]);
    let description = '';
    const { create } = world.sides.sentinel;
    world.sides.sentinel.create = (name, draft) =>
      create(name, { ...draft, description: (description = draft.description) });
    await world.desk.syncNow();
    expect(description).toContain('Alerts: 150+');
    expect(bookmarksOf(id)).toHaveLength(20);
    // Ten of the severe ones are beyond what is described.
    expect(alertIdsOf(id).filter((one) => one.startsWith('h'))).toHaveLength(10);
    expect(alertIdsOf(id)[0]).toMatch(/^h/);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('without any says nothing of them and is not written again', async () => {
    const id = await world.linked();
    expect(await world.desk.syncNow()).toEqual(still);
    expect(world.twin(id).incident.description).not.toContain('Alerts');
  });
});

describe('once only', () => {
  test.each(['bookmark', 'relation'] as const)('though the answer to a %s was lost', async (on) => {
    const id = world.sides.raise('Phish', {}, many(3));
    lost(on);
    await world.desk.syncNow();
    await later();
    expect(new Set(alertIdsOf(id))).toEqual(new Set(['a0', 'a1', 'a2']));
    expect(world.sides.bookmarks.size).toBe(3);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])('though the process died at request %i', async (request) => {
    const id = world.sides.raise('Phish', {}, many(3));
    await world.orCrash(request, 'after', () => world.desk.syncNow());
    await world.settle();
    expect(new Set(alertIdsOf(id))).toEqual(new Set(['a0', 'a1', 'a2']));
    expect(world.sides.bookmarks.size).toBe(3);
    expect(world.sides.sentinelSide.held.size).toBe(1);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('what was written before a restart is not written after it', async () => {
    world.sides.raise('Phish', {}, many(3));
    // Four lists, the alerts, the twin looked for and made, and three requests of the bookmarks.
    await world.orCrash(10, 'after', () => world.desk.syncNow());
    const { writes } = world.meter.traffic;
    await later();
    // The second bookmark again with its relation, and the third.
    expect(world.meter.traffic.writes - writes).toBe(4);
  });

  test('an earlier life of the database made the same bookmarks', async () => {
    const id = world.sides.raise('Phish', {}, many(2));
    await world.desk.syncNow();
    const names = [...world.sides.bookmarks.keys()];
    const again = await createSyncWorld({ patienceMilliseconds: 0 });
    again.sides.raise('Phish', {}, many(2));
    await again.desk.syncNow();
    expect([...again.sides.bookmarks.keys()]).toEqual(names);
    expect(names).toEqual(world.twin(id).bookmarks);
    await again.close();
  });
});

describe('alerts that come later', () => {
  test('are read when a machine moved the incident, added, and counted in the twin', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    world.clock.advance(60_000);
    world.sides.alert(id, sampleAlert('later', { severity: 'high' }));
    expect(await world.desk.syncNow()).toMatchObject({ waiting: 0 });
    expect(await alertReads()).toBe(2);
    expect(alertIdsOf(id)).toEqual(['a0', 'later']);
    expect(world.twin(id).incident.description).toContain('Alerts: 2');
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('are not looked for after an edit, a comment or a write of ours, which explain why the incident moved', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    const cycle = async () => {
      world.clock.advance(60_000);
      await world.desk.syncNow();
    };
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await cycle();
    world.sides.commentInDefender(id, 'look');
    await cycle();
    await world.act({ kind: 'comment', text: 'seen' });
    await letRun();
    await cycle();
    await world.act({ kind: 'tags', tags: ['vip'] });
    await letRun();
    await cycle();
    expect(await alertReads()).toBe(1);
    world.sides.defenderSide.edit(id, {});
    await cycle();
    expect(await alertReads()).toBe(2);
  });

  test('that came just before somebody changed the incident are found by the full comparison', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    world.clock.advance(60_000);
    world.sides.alert(id, sampleAlert('hidden'));
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.desk.syncNow();
    expect(alertIdsOf(id)).toEqual(['a0']);
    await world.sync.compare();
    expect(alertIdsOf(id)).toEqual(['a0', 'hidden']);
    await world.settle();
    await world.sync.compare();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('one that changed is written once more, and what people wrote on its bookmark stays', async () => {
    const id = world.sides.raise('Phish', {}, many(2));
    await world.desk.syncNow();
    const [first] = world.twin(id).bookmarks;
    Object.assign(world.sides.bookmarks.get(first!)!, { notes: 'Ana: known tool', labels: ['reviewed'] });
    world.clock.advance(60_000);
    world.original(id).alerts[0]!.status = 'closed';
    world.sides.alert(id);
    const report = await world.desk.syncNow();
    expect(report.writes).toBe(1);
    expect(bookmarksOf(id)[0]).toMatchObject({ notes: 'Ana: known tool', labels: ['reviewed'] });
    expect(JSON.parse(bookmarksOf(id)[0]!.queryResult).Status).toBe('closed');
  });

  test('a bookmark somebody deleted is not made again', async () => {
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    world.sides.bookmarks.clear();
    world.original(id).alerts[0]!.status = 'closed';
    world.clock.advance(60_000);
    world.sides.alert(id);
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0 });
    expect(world.sides.bookmarks.size).toBe(0);
  });

  test("beyond twenty, a more severe one takes nobody's room, and is named in the description", async () => {
    const id = world.sides.raise('Phish', {}, many(20));
    await world.settle();
    const before = alertIdsOf(id);
    world.sides.alert(id, sampleAlert('as severe'), sampleAlert('low', { severity: 'low' }));
    await later();
    await world.settle();
    expect(world.twin(id).incident.description).toMatch(/^Alerts: 22$/m);
    const worse = { severity: 'high', title: 'Ransomware\nLink: https://evil.test' } as const;
    world.sides.alert(id, sampleAlert('worse', worse), sampleAlert('worse too', { severity: 'high' }));
    await later();
    await world.settle();
    expect(alertIdsOf(id)).toEqual(before);
    expect(world.twin(id).incident.description).toMatch(
      /^Alerts: 24\. No room for a bookmark, though more severe than one that has one: .+ \(high severity\), and 1 more$/m,
    );
    expect(world.twin(id).incident.description).not.toMatch(/^Link: https:\/\/evil/m);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('beyond twenty are counted, and the ones that are there stay', async () => {
    const id = world.sides.raise('Phish', {}, many(20));
    await world.desk.syncNow();
    world.clock.advance(60_000);
    world.sides.alert(id, sampleAlert('worst', { severity: 'high' }));
    await world.desk.syncNow();
    expect(bookmarksOf(id)).toHaveLength(20);
    expect(alertIdsOf(id)).not.toContain('worst');
    expect(world.twin(id).incident.description).toContain('Alerts: 21');
  });

  test('on an incident that was folded into another go to the survivor only', async () => {
    const id = await world.linked('source');
    const survivor = await world.linked('survivor');
    world.clock.advance(60_000);
    const moved = sampleAlert('moved');
    world.original(id).alerts.push(moved);
    world.sides.mergeInDefender(id, survivor);
    world.sides.alert(survivor, moved);
    await world.settle();
    expect([world.twin(id).bookmarks, alertIdsOf(survivor)]).toEqual([[], ['moved']]);
    expect(await world.desk.syncNow()).toEqual(still);
  });
});

describe('nothing else waits for alerts', () => {
  const forbidden = new RemoteError('forbidden', 'Missing application roles.', { status: 403 });

  test('though Defender does not let them be read: it is told, and asked for again an hour later', async () => {
    const { listAlerts } = world.sides.defender;
    let asked = 0;
    let isGranted = false;
    world.sides.defender.listAlerts = async (id) => {
      asked += 1;
      if (!isGranted) throw forbidden;
      return listAlerts(id);
    };
    const ids = Array.from({ length: 9 }, (_, index) => world.sides.raise(`i${index}`, {}, many(1)));
    const first = await world.desk.syncNow();
    expect(first).toMatchObject({ waiting: 0, faults: [expect.stringContaining('alerts may not be read')] });
    expect(world.sides.sentinelSide.held.size).toBe(9);
    // The ones that were on their way together.
    expect(asked).toBeLessThanOrEqual(4);
    world.sides.defenderSide.edit(ids[0]!, { severity: 'low' });
    await later();
    expect(world.severities(ids[0]!)).toEqual(['low', 'low']);
    expect(asked).toBeLessThanOrEqual(4);
    expect((await world.desk.troubles()).map(({ advice }) => advice)).toEqual([
      expect.stringContaining('SecurityAlert.Read.All'),
    ]);
    expect((await world.desk.status())[0]!.pauses).toMatchObject([{ what: 'alerts', why: 'refused' }]);

    isGranted = true;
    world.clock.advance(3_600_000);
    await world.desk.syncNow();
    expect(ids.map((id) => bookmarksOf(id).length)).toEqual(ids.map(() => 1));
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('though Sentinel takes no bookmarks: nothing waits on the card, and one incident an hour tries', async () => {
    const { putBookmark } = world.sides.sentinel;
    let asked = 0;
    let isGranted = false;
    world.sides.sentinel.putBookmark = async (...all) => {
      asked += 1;
      if (!isGranted) throw forbidden;
      return putBookmark(...all);
    };
    const ids = Array.from({ length: 20 }, (_, index) => world.sides.raise(`i${index}`, {}, many(2)));
    const first = await world.desk.syncNow();
    expect(first).toMatchObject({ waiting: 0, faults: [expect.stringContaining('bookmarks may not be written')] });
    const together = asked;
    expect(together).toBeLessThanOrEqual(8);
    expect((await world.desk.view(1))!.sides.map(({ standing }) => standing)).toEqual(['ok', 'ok']);
    expect((await world.desk.troubles()).map(({ advice }) => advice)).toEqual([expect.stringContaining('Contributor')]);

    await later();
    world.sides.raise('another', {}, many(1));
    await later();
    expect(asked).toBe(together);
    world.clock.advance(3_600_000);
    await world.desk.syncNow();
    expect(asked).toBe(together + 1);

    isGranted = true;
    world.clock.advance(3_600_000);
    await world.desk.syncNow();
    await world.settle();
    expect(ids.map((id) => bookmarksOf(id).length)).toEqual(ids.map(() => 2));
    expect(await world.desk.troubles()).toEqual([]);
  });

  test('though those of one incident cannot be read, which are tried ever more rarely', async () => {
    const { listAlerts } = world.sides.defender;
    const broken = world.sides.raise('broken', {}, many(1));
    const asked: string[] = [];
    world.sides.defender.listAlerts = async (id) => {
      asked.push(id);
      if (id === broken) throw new RemoteError('unreadable', 'not JSON');
      return listAlerts(id);
    };
    const fine = world.sides.raise('fine', {}, many(1));
    const report = await world.desk.syncNow();
    expect(report.faults).toEqual([expect.stringContaining('the alerts of #1 cannot be read')]);
    expect(bookmarksOf(fine)).toHaveLength(1);
    expect(await world.desk.syncNow()).toEqual(still);
    expect((await world.desk.status())[0]!.quarantined).toBe(1);
    for (let cycle = 0; cycle < 16; cycle += 1) await later();
    expect(asked.filter((id) => id === broken).length).toBeLessThan(9);
    expect(world.twin(broken).incident.title).toBe('broken');
    const another = world.sides.raise('another', {}, many(1));
    await world.desk.syncNow();
    expect(bookmarksOf(another)).toHaveLength(1);
  });

  test('though this Defender has no list of them: it is told, and soon no longer asked for each incident', async () => {
    let asked = 0;
    world.sides.defender.listAlerts = async () => {
      asked += 1;
      throw new RemoteError('notFound', 'no such list', { status: 404 });
    };
    Array.from({ length: 30 }, (_, index) => world.sides.raise(`i${index}`, {}, many(1)));
    await world.desk.syncNow();
    expect(asked).toBeLessThan(8);
    expect(world.sides.sentinelSide.held.size).toBe(30);
    const report = await world.desk.syncNow();
    expect(report).toMatchObject({ writes: 0, waiting: 0, faults: [expect.stringContaining('alerts cannot be read')] });
    expect(asked).toBeLessThan(8);
  });

  test('though the list of alerts is down: the cycles go on without it, and it is caught up with', async () => {
    const { listAlerts } = world.sides.defender;
    world.sides.defender.listAlerts = async () => {
      throw new RemoteError('server', 'down', { status: 503 });
    };
    const id = world.sides.raise('Phish', {}, many(1));
    await world.desk.syncNow();
    expect(world.twin(id).incident.title).toBe('Phish');
    expect(await world.desk.troubles()).toEqual([]);
    world.sides.defender.listAlerts = listAlerts;
    await later();
    expect(bookmarksOf(id)).toHaveLength(1);
    expect(world.twin(id).incident.description).toContain('Alerts: 1');
  });

  test('though one of them is refused: the others are there, and the card says which is not', async () => {
    const { putBookmark } = world.sides.sentinel;
    let isMended = false;
    world.sides.sentinel.putBookmark = async (name, bookmark, wasTied) => {
      if (!isMended && bookmark.displayName === 'Alert a1')
        throw new RemoteError('invalid', 'not that one', { status: 400 });
      return putBookmark(name, bookmark, wasTied);
    };
    const id = world.sides.raise('Phish', {}, many(3));
    await world.desk.syncNow();
    expect(alertIdsOf(id)).toEqual(['a0', 'a2']);
    const sentinelSide = async () => (await world.desk.view(1))!.sides[1];
    expect(await sentinelSide()).toMatchObject({ standing: 'failed', reason: expect.stringContaining('not that one') });
    await later();
    expect(world.sides.bookmarks.size).toBe(2);
    isMended = true;
    world.clock.advance(1000);
    await world.act({ kind: 'retry' });
    await world.settle();
    expect(alertIdsOf(id)).toEqual(['a0', 'a2', 'a1']);
    expect(await sentinelSide()).toMatchObject({ standing: 'ok' });
  });

  test('though people have tied bookmarks of their own: what fits is there, and no more is tried', async () => {
    const id = await world.linked();
    world.twin(id).bookmarks.push(...Array.from({ length: 18 }, (_, index) => `theirs-${index}`));
    world.clock.advance(60_000);
    world.sides.alert(id, ...many(10));
    const { writes } = world.meter.traffic;
    await world.desk.syncNow();
    expect(world.twin(id).bookmarks).toHaveLength(20);
    // Two that fit, the one that does not, and the retold description.
    expect(world.meter.traffic.writes - writes).toBe(2 * 2 + 2 + 1);
    expect((await world.desk.view(1))!.sides[1]).toMatchObject({
      standing: 'failed',
      reason: expect.stringContaining('8 alerts: no more than 20'),
    });
    world.clock.advance(60_000);
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('a click goes before the bookmarks that are still to be written', async () => {
    const id = world.sides.raise('Phish', {}, many(20));
    const order: string[] = [];
    const { putBookmark, update } = world.sides.sentinel;
    world.sides.sentinel.update = (...all) => {
      order.push('update');
      return update(...all);
    };
    world.sides.sentinel.putBookmark = async (...all) => {
      order.push('bookmark');
      if (order.length === 3) {
        void world.act({ kind: 'severity', severity: 'low' });
        await letRun();
      }
      return putBookmark(...all);
    };
    await world.desk.syncNow();
    await letRun();
    expect(order.slice(0, 4)).toEqual(['bookmark', 'bookmark', 'bookmark', 'update']);
    expect(bookmarksOf(id)).toHaveLength(20);
  });

  test('a write after them does not go by an etag that is known to be old', async () => {
    const id = world.sides.raise('Phish', {}, many(2));
    await world.desk.syncNow();
    const before = { ...world.meter.traffic };
    await world.act({ kind: 'severity', severity: 'low' });
    await letRun();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect(world.meter.traffic.writes - before.writes).toBe(2);
  });
});

describe('a backlog', () => {
  test('is worked off in one cycle, the newest first, and whatever is more urgent goes between its portions', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => world.sides.raise(`i${index}`, {}, many(2)));
    const order: string[] = [];
    const [{ listAlerts }, { create }] = [world.sides.defender, world.sides.sentinel];
    world.sides.defender.listAlerts = (id) => {
      order.push(id);
      return listAlerts(id);
    };
    world.sides.sentinel.create = (...all) => {
      order.push('twin');
      return create(...all);
    };
    expect(await world.desk.syncNow()).toMatchObject({ waiting: 0 });
    expect(ids.map((id) => bookmarksOf(id).length)).toEqual(ids.map(() => 2));
    // All twins after the first forty were asked for, and the oldest incidents' alerts after that.
    expect(order.slice(0, 40)).toEqual(ids.slice(20).toReversed());
    expect(order.slice(40, 100)).toEqual(ids.map(() => 'twin'));
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });

  test('leaves half of every allowance to what people wait for', async () => {
    const allowance = { name: 'Graph', left: 100, capacity: 100 };
    world.quotas.push(allowance);
    const { listAlerts } = world.sides.defender;
    world.sides.defender.listAlerts = (id) => {
      allowance.left -= 1;
      return listAlerts(id);
    };
    const ids = Array.from({ length: 60 }, (_, index) => world.sides.raise(`i${index}`, {}, many(1)));
    await world.desk.syncNow();
    expect(world.sides.sentinelSide.held.size).toBe(60);
    // Some were on their way together.
    expect(allowance.left).toBeGreaterThan(45);
    expect(world.sides.bookmarks.size).toBe(40);
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0, waiting: 0 });
    allowance.left = 100;
    await later();
    expect(ids.map((id) => bookmarksOf(id).length)).toEqual(ids.map(() => 1));
  });

  test('makes no cycle longer than half a minute', async () => {
    const { listAlerts } = world.sides.defender;
    world.sides.defender.listAlerts = (id) => {
      world.clock.advance(1000);
      return listAlerts(id);
    };
    Array.from({ length: 200 }, (_, index) => world.sides.raise(`i${index}`));
    const reads: number[] = [];
    for (let cycle = 0; cycle < 3; cycle += 1) {
      await world.desk.syncNow();
      reads.push(await alertReads());
    }
    expect(reads).toEqual([80, 160, 200]);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(still);
  });
});

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
