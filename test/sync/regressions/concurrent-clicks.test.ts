import { openState } from '../../../src/incident/state.ts';
import type { Ask } from '../../../src/sync/ports/desk.ts';
import { observeSide } from '../../../src/sync/observe/observe-side.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { holdNext, letRun } from '../../support/hold-request.ts';
import { ana, bob, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

const setTo = (severity: 'low' | 'medium' | 'high'): Ask => ({ kind: 'severity', severity });

describe('clicks while a request is on its way', () => {
  test('of two quick clicks the second wins on both sides, though the first had not been answered', async () => {
    const id = await world.linked();
    world.clock.advance(60_000);
    const held = holdNext(world.sides.sentinel, 'update');
    const first = world.act(setTo('low'));
    await held.arrived;
    world.clock.advance(1000);
    const second = world.act(setTo('medium'), { by: bob });
    await letRun();
    held.release();
    await Promise.all([first, second]);
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
  });

  test('reopening while the closure is on its way ends open on both sides', async () => {
    const id = await world.linked('Phish', { state: openState('active') });
    world.clock.advance(60_000);
    const held = holdNext(world.sides.defender, 'update');
    const closing = world.act({
      kind: 'close',
      classification: 'truePositive',
      determination: 'phishing',
      reason: null,
      comment: null,
    });
    await held.arrived;
    world.clock.advance(1000);
    const reopening = world.act({ kind: 'reopen' });
    await letRun();
    held.release();
    await Promise.all([closing, reopening]);
    await world.settle();
    expect(world.original(id).incident.state.status).toBe('active');
    expect(world.twin(id).incident.state.status).toBe('active');
  });

  test('a click wins over a change that is being carried when it is made', async () => {
    const id = await world.linked();
    world.clock.advance(60_000);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.clock.advance(60_000);
    const held = holdNext(world.sides.sentinel, 'update');
    const cycle = world.desk.syncNow();
    await held.arrived;
    world.clock.advance(1000);
    const click = world.act(setTo('medium'));
    await letRun();
    held.release();
    await Promise.all([cycle, click]);
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
  });

  test('a Sentinel that does not answer keeps no click from Defender', async () => {
    const id = await world.linked();
    world.clock.advance(60_000);
    const held = holdNext(world.sides.sentinel, 'update');
    const first = world.act(setTo('low'));
    await held.arrived;
    const second = world.act({ kind: 'assign', to: ana });
    await letRun();
    expect(world.original(id).incident.owner).toMatchObject({ upn: 'ana@contoso.test' });
    held.release();
    await Promise.all([first, second]);
  });

  test('a comment that Defender answers later than Sentinel is written once on each side', async () => {
    await world.linked();
    const before = world.meter.traffic.writes;
    const held = holdNext(world.sides.defender, 'addComment');
    const commenting = world.act({ kind: 'comment', text: 'hello' });
    await held.arrived;
    await letRun();
    held.release();
    await commenting;
    await world.settle();
    expect(world.meter.traffic.writes - before).toBe(2);
  });
});

describe('a portal edit that is listed before our own write is answered', () => {
  test('wins over the click that was being written, which is not called a failure', async () => {
    const id = await world.linked();
    world.clock.advance(60_000);
    const held = holdNext(world.sides.defender, 'update');
    const click = world.act(setTo('low'));
    await held.arrived;
    world.clock.advance(20_000);
    world.sides.defenderSide.edit(id, { severity: 'medium' });
    const cycle = world.desk.syncNow();
    await letRun();
    held.release();
    await Promise.all([click, cycle]);
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    expect((await world.audit()).filter(({ outcome }) => outcome.startsWith('failed'))).toEqual([]);
  });

  test('wins over the change that was being carried, which is not called a failure', async () => {
    const id = await world.linked();
    world.clock.advance(60_000);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    const slowDown = new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 2 });
    world.sides.defenderSide.faults.push({ when: 'before', on: 'write', error: slowDown });
    await world.desk.syncNow();
    const held = holdNext(world.sides.defender, 'update');
    world.clock.advance(3000);
    await held.arrived;
    world.clock.advance(20_000);
    world.sides.defenderSide.edit(id, { severity: 'medium' });
    const cycle = world.desk.syncNow();
    await letRun();
    held.release();
    await cycle;
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    expect((await world.audit()).filter(({ outcome }) => outcome.startsWith('failed'))).toEqual([]);
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'an edit in Sentinel that becomes known after transaction %i of a click is judged before it is written over',
  async (after) => {
    const id = await world.linked();
    await world.settle();
    world.clock.advance(60_000);
    const { sync } = world.store;
    const { transaction } = sync;
    let transactions = 0;
    sync.transaction = async (work) => {
      const result = await transaction(work);
      transactions += 1;
      if (transactions === after) {
        world.clock.advance(30_000);
        world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
        await observeSide(world.context, 'sentinel', () => undefined);
      }
      return result;
    };
    await world.act({ kind: 'severity', severity: 'low' });
    await letRun(60);
    sync.transaction = transaction;
    await world.settle();
    expect(world.severities(id)).toEqual(['informational', 'informational']);
  },
);
