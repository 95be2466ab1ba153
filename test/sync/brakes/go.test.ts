import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { ana, bob } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { brakesWorld } from './brakes-world.ts';
import type { BrakesWorld } from './brakes-world.ts';

/**
 * What an admin lets pass is what was asked about, and nothing more: whatever is new beyond it is counted by itself.
 * What was let pass is not asked about again, however long it takes to be written.
 */

const busy = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 60 });

let world: SyncWorld;
let linked: BrakesWorld['linked'];
let setSeverity: BrakesWorld['setSeverity'];
let tag: BrakesWorld['tag'];
let braked: BrakesWorld['braked'];
let go: BrakesWorld['go'];
let holds: BrakesWorld['holds'];
let heldBack: BrakesWorld['heldBack'];
let severityOfTwins: BrakesWorld['severityOfTwins'];
let tagsOfTwins: BrakesWorld['tagsOfTwins'];
beforeEach(() => begin());
afterEach(() => world.close());

async function begin(settings: Partial<SyncWorld['context']['settings']> = {}): Promise<void> {
  ({ world, linked, setSeverity, tag, braked, go, holds, heldBack, severityOfTwins, tagsOfTwins } =
    await brakesWorld(settings));
}

describe('go lets pass what was asked about', () => {
  test('and stops a second mass change that came in the meantime', async () => {
    const ids = await braked(6);
    tag(ids);
    await go();
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(Array(6).fill('low'));
    expect([await holds(), tagsOfTwins(ids)]).toEqual([['massChange'], Array(6).fill(0)]);
    world.clock.advance(120_000);
    await go();
    await world.settle();
    expect([await holds(), tagsOfTwins(ids)]).toEqual([[], Array(6).fill(1)]);
  });

  test('and stops one that was seen while the first was held, at once and with its own number', async () => {
    const ids = await braked(6);
    tag(ids);
    await world.settle();
    expect(await heldBack()).toContain('6 more came at once since');
    await go();
    await world.sync.writer.drainDue();
    expect([severityOfTwins(ids), tagsOfTwins(ids)]).toEqual([Array(6).fill('low'), Array(6).fill(0)]);
    expect(await heldBack()).toContain('Stopped: 6 changes at once (the limit is 5) wait');
  });

  test('and not what was decided otherwise since, where that is as many again', async () => {
    const ids = await braked(6);
    setSeverity(ids, 'medium');
    await world.settle();
    expect(await heldBack()).toContain('Nothing of it is left');
    await go();
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([['massChange'], Array(6).fill('high')]);
  });

  test('with the few changes that came while it was held, each of them within the limit', async () => {
    const ids = await braked(8);
    for (const id of ids) {
      world.sides.defenderSide.edit(id, { tags: ['ordinary'] });
      await world.settle();
    }
    expect(await heldBack()).toContain('16 changes wait');
    await go();
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([[], Array(8).fill('low')]);
    expect(tagsOfTwins(ids)).toEqual(Array(8).fill(1));
  });

  test('and tells a number that is true when some of it was taken back', async () => {
    const ids = await braked(7);
    for (const id of ids.slice(0, 3)) world.sides.defenderSide.edit(id, { severity: 'high' });
    await world.settle();
    expect(await heldBack()).toContain('4 changes wait');
    expect(await go()).toMatchObject([{ changed: true, sentence: '4 changes go through. Changes are carried.' }]);
    const { writes } = await world.desk.syncNow();
    expect(writes).toBe(4);
  });

  test('and what was promised before it and waits is in the number', async () => {
    const ids = await linked(8);
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error: busy });
    setSeverity(ids.slice(0, 1), 'low');
    await world.desk.syncNow();
    setSeverity(ids.slice(1), 'low');
    await world.desk.syncNow();
    expect(await heldBack()).toContain('7 changes at once (the limit is 5). 8 changes wait');
  });

  test('once: said twice it lets nothing more pass, and neither does a second admin who has not seen the new stop', async () => {
    const ids = await braked(6);
    expect(await go()).toMatchObject([{ changed: true }]);
    expect(await go()).toMatchObject([{ changed: false }]);
    await world.settle();
    setSeverity(ids, 'medium');
    await world.settle();
    tag(ids);
    await world.settle();
    await go();
    expect(await world.desk.order('go', bob)).toMatchObject([
      { changed: false, sentence: expect.stringContaining('came up only now') },
    ]);
    await world.settle();
    expect([severityOfTwins(ids), tagsOfTwins(ids)]).toEqual([Array(6).fill('medium'), Array(6).fill(0)]);
  });

  test('across restarts before and after it', async () => {
    const ids = await braked(6);
    world.restart();
    world.sides.sentinelSide.setDown(true);
    await go();
    world.restart();
    tag(ids);
    await world.settle();
    world.sides.sentinelSide.setDown(false);
    world.restart();
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(Array(6).fill('low'));
    expect([await holds(), tagsOfTwins(ids)]).toEqual([['massChange'], Array(6).fill(0)]);
  });
});

describe('what an admin let pass', () => {
  test('is not asked about again in the cycles it takes to be written, whatever else moves on these incidents', async () => {
    const ids = await braked(12);
    world.sides.sentinelSide.setDown(true);
    await go();
    for (const id of ids) {
      world.sides.defenderSide.edit(id, { title: `renamed ${id}` } as never);
      world.clock.advance(310_000);
      await world.desk.syncNow();
      expect(await holds()).toEqual([]);
    }
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([[], Array(12).fill('low')]);
  });

  test('is not asked about again when its target moved and the same is decided afresh', async () => {
    const ids = await braked(6);
    world.sides.sentinelSide.setDown(true);
    await go();
    world.sides.sentinelSide.setDown(false);
    // Earlier than Defender's change by its clock: Defender's wins all the same.
    for (const id of ids) {
      const held = world.twin(id);
      held.incident.severity = 'medium';
      held.etag += 1;
    }
    await world.settle();
    expect(await holds()).toEqual([]);
  });

  test('waits in a pause, and is carried when that ends', async () => {
    const ids = await braked(6);
    await world.desk.order('pause', ana);
    expect(await go()).toMatchObject([
      { sentence: expect.stringContaining('6 changes go through once nothing else holds that. Paused by Ana Diaz') },
    ]);
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([['paused'], Array(6).fill('high')]);
    await world.desk.order('resume', ana);
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([[], Array(6).fill('low')]);
  });

  test('is stopped by a pause while it drains', async () => {
    const ids = await braked(6);
    world.sides.sentinelSide.setDown(true);
    await go();
    await world.desk.order('pause', ana);
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(Array(6).fill('high'));
  });
});

describe('a pause', () => {
  test('lets no mass change pass unasked when it ends', async () => {
    const ids = await linked(6);
    await world.desk.order('pause', ana);
    setSeverity(ids, 'low');
    await world.settle();
    await world.desk.order('resume', ana);
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([['massChange'], Array(6).fill('high')]);
    world.clock.advance(120_000);
    await go();
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([[], Array(6).fill('low')]);
  });

  test('carries what many quiet cycles left behind without asking', async () => {
    const ids = await linked(9);
    await world.desk.order('pause', ana);
    for (const id of ids) {
      setSeverity([id], 'low');
      await world.settle();
    }
    expect(await world.desk.order('resume', ana)).toMatchObject([
      { sentence: '9 changes go through. Changes are carried.' },
    ]);
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([[], Array(9).fill('low')]);
  });

  test('ends without ending a brake, whose go comes after it as well', async () => {
    const ids = await braked(6);
    await world.desk.order('pause', ana);
    await world.desk.order('resume', ana);
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([['massChange'], Array(6).fill('high')]);
    await go();
    await world.settle();
    expect(severityOfTwins(ids)).toEqual(Array(6).fill('low'));
  });
});

describe('a rehearsal', () => {
  test('is followed by the brake: go makes the differences so that were reported, and new ones are counted', async () => {
    await world.close();
    await begin({ start: 'rehearse' });
    const ids = Array.from({ length: 8 }, () => world.sides.raise('Phish'));
    await world.settle();
    setSeverity(ids, 'low');
    await go();
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([[], Array(8).fill('low')]);
    setSeverity(ids, 'medium');
    await world.settle();
    expect([await holds(), severityOfTwins(ids)]).toEqual([['massChange'], Array(8).fill('low')]);
  });
});
