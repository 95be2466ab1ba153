import { openState } from '../../src/incident/state.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { openingsOf } from '../../src/sync/history/openings.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld();
  id = await world.linked();
  await world.settle();
  world.clock.advance(60_000);
});
afterEach(() => world.close());

const acknowledged = async () => {
  const opening = openingsOf((await world.store.histories.history(1))!).at(-1)!;
  return opening.acknowledged;
};

describe('asking both sides about one incident', () => {
  it('learns what was done in either portal since the last cycle', async () => {
    expect(await acknowledged()).toBeNull();
    world.sides.sentinelSide.edit(world.twinOf(id), { state: openState('active') });
    expect(await world.desk.readAfresh(1)).toEqual([]);
    expect(await acknowledged()).not.toBeNull();
    expect((await world.desk.view(1))!.number).toBe(1);
    await world.settle();
    expect(world.original(id).incident.state.status).toBe('active');
  });

  it('learns of comments in either portal', async () => {
    const twin = world.sides.sentinelSide.must(world.twinOf(id));
    world.sides.sentinelSide.comment(twin, { id: 'c1', author: 'Ana', text: 'On it' }, 'Ana');
    await world.desk.readAfresh(1);
    expect(await acknowledged()).toMatchObject({ by: 'Ana' });
  });

  it('does not take a playbook’s comment, or a rule’s assignment, for a person’s', async () => {
    const twin = world.sides.sentinelSide.must(world.twinOf(id));
    world.sides.sentinelSide.comment(twin, { id: 'c1', author: 'Enrich', text: 'IP is bad', byMachine: true }, null);
    world.setRules([
      {
        name: 'Give it to Ana',
        when: ['updated'],
        changed: ['tags'],
        conditions: {},
        asks: [{ kind: 'assign', to: { upn: 'ana@contoso.test', objectId: null, name: null } }],
        stop: false,
      },
    ]);
    world.sides.defenderSide.edit(id, { tags: ['vip'] });
    await world.settle();
    expect(world.original(id).incident.owner?.upn).toBe('ana@contoso.test');
    await world.desk.readAfresh(1);
    expect(await acknowledged()).toBeNull();
  });

  it('tells which side could not be asked, and takes in what the other one says', async () => {
    world.sides.defenderSide.edit(id, { state: openState('active') });
    world.sides.sentinel.get = async () => {
      throw new RemoteError('server', 'Sentinel is down');
    };
    expect(await world.desk.readAfresh(1)).toEqual(['sentinel']);
    expect(await acknowledged()).not.toBeNull();
  });

  it('waits for a side no longer than its patience, and takes in late what it says', async () => {
    world.sides.defenderSide.edit(id, { state: openState('active') });
    const { defender } = world.sides;
    const get = defender.get.bind(defender);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    defender.get = async (...parts) => {
      await held;
      return get(...parts);
    };
    const reading = world.desk.readAfresh(1, 10_000);
    await new Promise((resolve) => setImmediate(resolve));
    world.clock.advance(10_000);
    expect(await reading).toEqual(['defender']);
    expect(await acknowledged()).toBeNull();
    release();
    while ((await acknowledged()) === null) await new Promise((resolve) => setImmediate(resolve));
  });
});
