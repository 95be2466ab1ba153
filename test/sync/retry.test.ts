import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld();
  id = await world.linked();
});
afterEach(() => world.close());

const refuseNext = (on: 'write' | 'comment' = 'write') =>
  world.sides.sentinelSide.faults.push({
    when: 'before',
    on,
    error: new RemoteError('invalid', 'not that one', { status: 400 }),
  });

/** The answer to `sync retry`, once, was that nothing had changed where the write had just arrived. */
describe('what is tried again', () => {
  test.each([
    ['a comment', 'comment', { kind: 'comment', text: 'Seen' }],
    ['a value', 'write', { kind: 'severity', severity: 'low' }],
  ] as const)('is told as done when it is %s somebody wanted and arrives', async (_what, on, ask) => {
    refuseNext(on);
    await world.act(ask);
    expect(await world.act({ kind: 'retry' })).toMatchObject({ sides: { defender: 'unchanged', sentinel: 'done' } });
  });

  test('more than once is told by what became of it this time', async () => {
    refuseNext();
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    refuseNext();
    expect(await world.act({ kind: 'retry' })).toMatchObject({ sides: { sentinel: 'failed' } });
    expect(await world.act({ kind: 'retry' })).toMatchObject({ sides: { sentinel: 'done' } });
  });
});

describe('a side that answers again', () => {
  test('is written at once what waited for it, however long it was away', async () => {
    world.sides.sentinelSide.setDown(true);
    await world.act({ kind: 'severity', severity: 'low' });
    for (let minute = 0; minute < 10; minute += 1) {
      world.clock.advance(60_000);
      await world.sync.cycle();
    }
    world.sides.sentinelSide.setDown(false);
    expect(await world.sync.cycle()).toMatchObject({ waiting: 0 });
    expect(world.twin(id).incident.severity).toBe('low');
  });

  test('is not asked again before its time for what may still arrive', async () => {
    world.sides.sentinelSide.faults.push({
      when: 'after',
      on: 'comment',
      error: new RemoteError('unreachable', 'no answer', { inDoubt: true }),
    });
    await world.act({ kind: 'comment', text: 'Once' });
    world.sides.sentinelSide.setDown(true);
    await world.sync.cycle();
    world.sides.sentinelSide.setDown(false);
    const { writes } = world.meter.traffic;
    await world.sync.cycle();
    expect(world.meter.traffic.writes).toBe(writes);
  });
});
