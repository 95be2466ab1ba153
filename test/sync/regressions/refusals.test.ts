import type { State } from '../../../src/incident/state.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import type { Ask } from '../../../src/sync/ports/desk.ts';
import { holdNext, letRun } from '../../support/hold-request.ts';
import { ana, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

const closed: State = {
  status: 'closed',
  classification: 'truePositive',
  determination: 'malware',
  reason: null,
  note: '',
};
const expertsAsOwner = { owner: { upn: 'Defender Experts', objectId: null, name: null } };
const setLow: Ask = { kind: 'severity', severity: 'low' };

describe('values a side refuses', () => {
  test('one refused value does not take the others of the same request along', async () => {
    const id = await world.linked();
    const { update } = world.sides.sentinel;
    world.sides.sentinel.update = async (name, changes, basis) => {
      if (changes.tags) throw new RemoteError('invalid', 'label too long', { status: 400, property: 'labels' });
      return update(name, changes, basis);
    };
    world.sides.defenderSide.edit(id, { tags: ['x'.repeat(200)], state: closed });
    await world.settle();
    expect(world.twin(id).incident.state.status).toBe('closed');
    expect((await world.desk.view(1))!.sides[1]).toMatchObject({ standing: 'failed', reason: 'label too long' });
  });

  test.each([
    ['at once', false],
    ['after Sentinel is slow to take it', true],
  ])('a click Defender refuses is shown as failed %s', async (_when, isSentinelSlow) => {
    const id = await world.linked();
    world.sides.defender.update = async () => {
      throw new RemoteError('invalid', 'severity cannot be set', { status: 400, property: 'severity' });
    };
    const held = holdNext(world.sides.sentinel, 'update', 'before');
    const click = world.act(setLow, { key: 'tap' });
    await held.arrived;
    if (isSentinelSlow) await letRun();
    held.release();
    await click;
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'low']);
    expect(await world.act(setLow, { key: 'tap' })).toMatchObject({ sides: { defender: 'failed', sentinel: 'done' } });
    expect((await world.desk.view(1))!.sides.map(({ standing }) => standing)).toEqual(['failed', 'ok']);
  });

  test('a carried value that was refused is not asked again while nothing changes, and is shown as failed', async () => {
    const id = await world.linked();
    let asked = 0;
    world.sides.defender.update = async () => {
      asked += 1;
      throw new RemoteError('invalid', 'not now', { status: 409 });
    };
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    world.clock.advance(600_000);
    await world.settle();
    expect(asked).toBe(1);
    expect((await world.desk.view(1))!.sides[0]).toMatchObject({ standing: 'failed', reason: 'not now' });
  });

  test('a refused tag does not keep the twin of a merged incident open', async () => {
    const survivor = await world.linked('Survivor');
    const id = await world.linked('Duplicate');
    const { update } = world.sides.sentinel;
    world.sides.sentinel.update = async (name, changes, basis) => {
      if (changes.tags) throw new RemoteError('invalid', 'no such label', { status: 400 });
      return update(name, changes, basis);
    };
    world.sides.mergeInDefender(id, survivor);
    await world.settle();
    expect(world.twin(id).incident.state.status).toBe('closed');
  });
});

describe('owners a side cannot hold', () => {
  test('a directory that lets nobody be looked up does not hold a closure back', async () => {
    const id = await world.linked();
    world.context.directories.sentinel.resolve = async () => {
      throw new RemoteError('forbidden', 'may not read users', { status: 403 });
    };
    const raj = { upn: 'raj@contoso.test', objectId: null, name: null };
    world.sides.defenderSide.edit(id, { owner: raj, state: closed });
    await world.settle();
    expect(world.twin(id).incident.state.status).toBe('closed');
    expect(world.twin(id).incident.owner).toBeNull();
  });

  test('a click that assigns somebody Sentinel does not know is answered as overruled there', async () => {
    const id = await world.linked();
    world.context.directories.sentinel.resolve = async () => null;
    const stranger = { ...ana, upn: 'stranger', objectId: '', name: 'A Stranger' };
    world.context.tenants.sentinel = 'another';
    const result = await world.act({ kind: 'assign', to: stranger });
    expect(result).toMatchObject({ sides: { sentinel: 'overruled' } });
    expect(world.twin(id).incident.owner).toBeNull();
    expect((await world.desk.view(1))!.overruled[0]).toContain('knows nobody by that name');
  });

  test('an owner Sentinel cannot hold stays in Defender when something else changes in Sentinel', async () => {
    const id = await world.linked();
    world.sides.defenderSide.edit(id, expertsAsOwner);
    await world.settle();
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    expect(world.original(id).incident).toMatchObject({ ...expertsAsOwner, severity: 'low' });
    expect(world.twin(id).incident.owner).toBeNull();
  });
});
