import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

/** What a cycle asks for one after the other: no answer about one of them may cost the others their turn. */

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const hangs = new RemoteError('unreachable', 'no answer within 15 s');
const aside = async () => {
  const rows = await world.store.sync.quarantined(world.context.connectionId, 'defender');
  return Object.fromEntries(rows.map(({ itemId, reason }) => [itemId, reason]));
};
const putAside = (itemId: string) =>
  world.store.sync.quarantine({
    connectionId: world.context.connectionId,
    side: 'defender',
    itemId,
    reason: 'odd',
    attempts: 0,
    since: world.clock.now().toISOString(),
  });

describe('comments', () => {
  test('of a Sentinel that answers nobody are asked for three times in a cycle, and all are read when it does', async () => {
    const ids = [];
    for (let n = 0; n < 8; n += 1) ids.push(await world.linked(`Phish ${n}`));
    await world.settle();
    const { listComments } = world.sides.sentinel;
    let asked: string[] = [];
    world.sides.sentinel.listComments = async (name) => {
      asked.push(name);
      throw hangs;
    };
    for (const id of ids) world.sides.commentInSentinel(world.twinOf(id), `about ${id}`);
    const { faults } = await world.desk.syncNow();
    expect(asked).toHaveLength(3);
    expect(faults.at(-1)).toBe('Sentinel: the comments of 5 more are asked for in the next cycle');
    // The three that were asked for come last: they may be what it does not answer about.
    asked = [];
    await world.desk.syncNow();
    await world.desk.syncNow();
    expect(new Set(asked).size).toBeGreaterThanOrEqual(5);
    world.sides.sentinel.listComments = listComments;
    await world.settle();
    for (const id of ids) expect(world.original(id).comments).toHaveLength(1);
  });
});

describe('what is put aside', () => {
  test('is not asked for twenty times of a side that answers nobody', async () => {
    for (let n = 0; n < 9; n += 1) await putAside(`gone-${n}`);
    const asked: string[] = [];
    world.sides.defender.get = async (id) => {
      asked.push(id);
      throw hangs;
    };
    await world.desk.syncNow();
    expect(asked).toHaveLength(3);
    for (let cycle = 0; cycle < 8; cycle += 1) await world.desk.syncNow();
    expect(new Set(asked).size).toBe(9);
  });

  test('is not released because the side did not find it once', async () => {
    await world.linked();
    const id = world.sides.raise('late');
    const { get, listModified } = world.sides.defender;
    world.sides.defender.listModified = async function* list(query) {
      for await (const page of listModified(query))
        yield { ...page, observations: page.observations.filter(({ incident }) => incident.id !== id) };
    };
    await putAside(id);
    world.sides.defender.get = async (one) => (one === id ? null : get(one));
    await world.desk.syncNow();
    expect(await aside()).toEqual({ [id]: 'it is not found any more' });
    world.sides.defender.get = get;
    await world.settle();
    expect(await aside()).toEqual({});
    expect(await world.store.sync.linkById(world.context.connectionId, 'defender', id)).not.toBeNull();
  });

  test('is released when the side does not find it time and again', async () => {
    await putAside('nobody');
    for (let cycle = 0; cycle < 5; cycle += 1) await world.desk.syncNow();
    expect(await aside()).toEqual({});
  });
});

describe('one that cannot be read by its id', () => {
  test('keeps no other one from being confirmed as missing', async () => {
    const [odd, gone] = [await world.linked('Odd'), await world.linked('Gone')];
    await world.settle();
    const { get } = world.sides.defender;
    let isOdd = false;
    world.sides.defender.get = async (id) => {
      if (id === odd && isOdd) throw new RemoteError('unreadable', 'not JSON');
      return id === odd || id === gone ? null : get(id);
    };
    const { listModified } = world.sides.defender;
    world.sides.defender.listModified = async function* list(query) {
      for await (const page of listModified(query))
        yield { ...page, observations: page.observations.filter(({ incident }) => ![odd, gone].includes(incident.id)) };
    };
    world.sides.raise('Other');
    await world.sync.compare();
    isOdd = true;
    for (let hour = 0; hour < 4; hour += 1) {
      world.clock.advance(7_200_000);
      await world.desk.syncNow();
    }
    const link = await world.store.sync.linkById(world.context.connectionId, 'defender', gone);
    expect(link!.defender!.goneSince).not.toBeNull();
  });

  test('is put aside by a full comparison, which goes on', async () => {
    const [odd, other] = [await world.linked('Odd'), await world.linked('Other')];
    await world.settle();
    const { get, listModified } = world.sides.defender;
    world.sides.defender.listModified = async function* list(query) {
      for await (const page of listModified(query))
        yield { ...page, observations: page.observations.filter(({ incident }) => incident.id !== odd) };
    };
    world.sides.defender.get = async (id) => {
      if (id === odd) throw new RemoteError('unreadable', 'not JSON');
      return get(id);
    };
    expect(await world.sync.compare()).toMatchObject({ askedFor: 1, missing: 0 });
    expect(await aside()).toEqual({ [odd]: 'not JSON' });
    expect(world.severities(other)[0]).toBe(world.severities(other)[1]);
    Object.assign(world.sides.defender, { get, listModified });
    await world.settle();
    expect(await aside()).toEqual({});
  });
});
