import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

describe('which of two edits was later', () => {
  test('a comment made after an edit does not make that edit later', async () => {
    const id = await world.linked();
    world.clock.advance(60_000);
    await world.desk.syncNow();
    world.clock.advance(60_000);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.clock.advance(60_000);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
    world.clock.advance(60_000);
    world.sides.commentInDefender(id, 'just saying');
    await world.settle();
    expect(world.severities(id)).toEqual(['informational', 'informational']);
  });

  test('a change that loses to a write already on its way is told as lost', async () => {
    const id = await world.linked();
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
    const error = new RemoteError('server', 'down', { status: 503 });
    world.sides.defenderSide.faults.push({ when: 'before', on: 'write', error });
    await world.desk.syncNow();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.desk.syncNow();
    await world.settle();
    expect(world.severities(id)).toEqual(['informational', 'informational']);
    expect((await world.desk.view(1))!.overruled).toEqual([expect.stringContaining('Low severity in Defender')]);
  });

  test('a click wins over an earlier portal edit, though the incident was commented on after it', async () => {
    const id = await world.linked();
    world.clock.advance(600_000);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.clock.advance(60_000);
    world.sides.defenderSide.setDown(true);
    await world.act({ kind: 'severity', severity: 'medium' });
    world.clock.advance(60_000);
    world.sides.commentInDefender(id, 'unrelated');
    world.sides.defenderSide.setDown(false);
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
  });

  test('a click wins over an earlier Sentinel edit nobody had seen, though Sentinel seemed to hold its value', async () => {
    const id = await world.linked('Phish', { severity: 'high' });
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'medium' });
    world.clock.advance(60_000);
    await world.act({ kind: 'severity', severity: 'high' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });

  test('an edit that loses to a write which was promised before it is told to have lost', async () => {
    const id = await world.linked();
    await world.settle();
    world.clock.advance(60_000);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    const error = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 20 });
    world.sides.defenderSide.faults.push({ when: 'before', on: 'write', error });
    await world.desk.syncNow();
    world.sides.defenderSide.edit(id, { severity: 'medium' });
    world.clock.advance(1000);
    await world.desk.syncNow();
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect((await world.desk.view(1))!.overruled).toEqual([expect.stringContaining('Medium severity in Defender')]);
  });
});

describe('a portal edit that could not be carried yet', () => {
  const downWhile = async (work: () => Promise<unknown>) => {
    world.sides.defenderSide.setDown(true);
    await work();
    world.sides.defenderSide.setDown(false);
    await world.settle();
  };

  test('is told as lost to a click that sets something else', async () => {
    const id = await world.linked('Phish', { severity: 'medium' });
    await downWhile(async () => {
      world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
      await world.desk.syncNow();
      world.clock.advance(60_000);
      await world.act({ kind: 'severity', severity: 'high' });
    });
    expect(world.severities(id)).toEqual(['high', 'high']);
    const lost = expect.stringMatching(/^Low severity in Sentinel by someone .* Kept: high severity \(.*Ana Diaz\)\.$/);
    expect((await world.desk.view(1))!.overruled).toEqual([lost]);
    const rows = (await world.audit()).filter(({ outcome }) => outcome === 'overruled:sentinel');
    expect(rows).toEqual([expect.objectContaining({ detail: expect.objectContaining({ lost: 'low', kept: 'high' }) })]);
  });

  test('is not told as lost to a click that sets the same', async () => {
    const id = await world.linked('Phish', { severity: 'medium' });
    await downWhile(async () => {
      world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
      await world.desk.syncNow();
      world.clock.advance(60_000);
      await world.act({ kind: 'severity', severity: 'low' });
    });
    expect([...world.severities(id), (await world.desk.view(1))!.overruled]).toEqual(['low', 'low', []]);
  });
});
