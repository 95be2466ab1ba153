import { openState } from '../../../src/incident/state.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

const madeByHand = (name: string) =>
  world.sides.sentinel.create(name, {
    title: 'Made by hand',
    description: '',
    fields: { state: openState('new'), severity: 'low', owner: null, tags: [] },
    firstActivityAt: null,
    lastActivityAt: null,
  });

describe('lists', () => {
  test('a Defender that is down in the first cycle is linked to the twins of an earlier life when it is back', async () => {
    const id = world.sides.raise('Old');
    await madeByHand(world.twinOf(id));
    world.sides.defenderSide.setDown(true);
    await world.desk.syncNow();
    world.sides.defenderSide.setDown(false);
    await world.settle();
    expect((await world.desk.syncNow()).faults).toEqual([]);
    expect((await world.desk.list({ limit: 10, offset: 0 })).total).toBe(1);
    expect(world.sides.sentinelSide.held.size).toBe(1);
  });

  test('a cycle costs one list request a side though nothing was modified in all the time it looks back', async () => {
    world.sides.raise('Old');
    world.clock.advance(8 * 86_400_000);
    world.sides.sentinel.create = async () => {
      throw new RemoteError('invalid', 'refused', { status: 400 });
    };
    await world.desk.syncNow();
    await world.desk.syncNow();
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0 });
  });

  test('a Defender that always answers incompletely is synced all the same, and called a fault', async () => {
    const { listModified } = world.sides.defender;
    world.sides.defender.listModified = async function* incompletely(query) {
      for await (const page of listModified(query)) yield { ...page, partial: true };
    };
    const ids = Array.from({ length: 60 }, (_, n) => world.sides.raise(`incident ${n}`));
    const cursor = () => world.store.sync.cursor(world.context.connectionId, 'defender');
    await world.desk.syncNow();
    await world.settle(1);
    expect(ids.filter((id) => !world.sides.sentinelSide.held.has(world.twinOf(id)))).toEqual([]);
    expect(await cursor()).toBeNull();
    const report = await world.desk.syncNow();
    expect(report).toMatchObject({ writes: 0, waiting: 0, faults: [expect.stringContaining('incompletely')] });
    // What the third incomplete answer left out is found by comparing everything.
    expect((await cursor())!.position).toBe(world.original(ids.at(-1)!).incident.modifiedAt);
    const { comparisonWanted } = await world.store.sync.listing(world.context.connectionId, 'defender');
    expect(comparisonWanted?.why).toContain('3 incomplete answers');
  });
});

describe('comments', () => {
  test('an incident whose comments cannot be read does not keep those of others from crossing', async () => {
    const broken = await world.linked('Broken');
    const sound = await world.linked('Sound');
    await world.settle();
    const { listComments } = world.sides.sentinel;
    world.sides.sentinel.listComments = async (name) => {
      if (name === world.twinOf(broken)) throw new RemoteError('unreadable', 'a comment without a message');
      return listComments(name);
    };
    world.sides.commentInSentinel(world.twinOf(broken), 'unreadable');
    await world.desk.syncNow();
    world.sides.commentInSentinel(world.twinOf(sound), 'readable');
    await world.settle();
    expect(world.original(sound).comments).toHaveLength(1);
    expect((await world.desk.syncNow()).faults).toEqual([expect.stringContaining('the comments of #1')]);
  });

  test('a comment that cannot be read keeps back no other of its incident, is told, and is carried when it can be', async () => {
    const id = await world.linked();
    const { listComments } = world.sides.sentinel;
    world.sides.sentinel.listComments = async (name) => {
      const { comments } = await listComments(name);
      const sound = comments.filter(({ text }) => !text.includes('broken'));
      return { comments: sound, unreadable: sound.length < comments.length ? ['message: not a text'] : [] };
    };
    world.sides.commentInSentinel(world.twinOf(id), 'broken');
    world.sides.commentInSentinel(world.twinOf(id), 'sound');
    await world.settle();
    expect(world.original(id).comments).toHaveLength(1);
    expect((await world.desk.status())[0]).toMatchObject({ quarantined: 1 });
    expect(await world.desk.syncNow()).toMatchObject({ writes: 0, faults: [] });
    world.sides.sentinel.listComments = listComments;
    await world.settle();
    for (let cycle = 0; cycle < 4; cycle += 1) await world.desk.syncNow();
    expect(world.original(id).comments.map(({ text }) => text.split('\n')[0])).toContain('Sam Ito (Sentinel): broken');
    expect((await world.desk.status())[0]).toMatchObject({ quarantined: 0 });
    expect(await world.desk.syncNow()).toMatchObject({ reads: 2, writes: 0, faults: [] });
  });

  test('a comment that makes the number of comments what it was before a deletion is seen', async () => {
    const id = await world.linked();
    world.sides.commentInSentinel(world.twinOf(id), 'one');
    world.sides.commentInSentinel(world.twinOf(id), 'two');
    await world.settle();
    world.twin(id).comments.splice(0, 1);
    world.sides.sentinelSide.edit(world.twinOf(id), {});
    await world.settle();
    world.sides.commentInSentinel(world.twinOf(id), 'three');
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    expect(world.original(id).comments.map(({ text }) => text)).toContainEqual(expect.stringContaining('three'));
  });

  test('comments of the same name on two incidents cross both', async () => {
    const ids = [await world.linked('A'), await world.linked('B')];
    await world.settle();
    for (const id of ids) {
      world.sides.commentInSentinel(world.twinOf(id), `said on ${id}`);
      world.twin(id).comments[0]!.id = '7d3b7a52-0000-4000-8000-000000000009';
    }
    await world.settle();
    expect(ids.map((id) => world.original(id).comments.length)).toEqual([1, 1]);
  });

  test('a comment longer than Sentinel takes crosses in parts that fit', async () => {
    const id = await world.linked();
    world.sides.commentInDefender(id, 'z'.repeat(3000));
    await world.settle();
    const lengths = world.twin(id).comments.map(({ text }) => text.length);
    expect(lengths.length).toBeGreaterThan(3);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1000);
    expect(world.twin(id).comments.reduce((zs, { text }) => zs + text.split('z').length - 1, 0)).toBe(3000);
    await world.settle();
    expect(world.original(id).comments).toHaveLength(1);
  });

  test('a comment full of white space is read in no time', async () => {
    const id = await world.linked();
    world.sides.commentInDefender(id, `x${' '.repeat(100_000)}y`);
    const before = performance.now();
    await world.desk.syncNow();
    // A search for the mark that goes over the white space once for each of its characters takes ten times as long.
    expect(performance.now() - before).toBeLessThan(1500);
    expect(world.twin(id).comments.length).toBeGreaterThan(0);
  });
});
