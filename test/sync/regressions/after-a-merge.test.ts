import type { State } from '../../../src/incident/state.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

/** What is left on an incident, and on its twin, that Defender has folded into another one. */

let world: SyncWorld;
let survivor: string;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  [survivor, id] = [await world.linked('Survivor'), await world.linked('Duplicate')];
});
afterEach(() => world.close());

const IDLE = { reads: 2, writes: 0, waiting: 0, faults: [] };
const REAL: State = {
  status: 'closed',
  classification: 'truePositive',
  determination: null,
  reason: 'suspiciousActivity',
  note: 'It was real',
};
const refusal = () => new RemoteError('invalid', 'not that', { status: 400 });
const overruled = async () => (await world.desk.view(2))!.overruled;

async function mergeUnseenBySentinel(): Promise<void> {
  world.sides.mergeInDefender(id, survivor);
  world.sides.sentinelSide.setDown(true);
  await world.desk.syncNow();
  world.sides.sentinelSide.setDown(false);
}

test('what was changed in Sentinel and had not crossed by then is told as lost', async () => {
  world.clock.advance(60_000);
  world.sides.sentinelSide.edit(world.twinOf(id), { state: REAL, severity: 'low' });
  world.sides.mergeInDefender(id, survivor);
  await world.settle();
  expect(await overruled()).toEqual([
    expect.stringMatching(/^Low severity in Sentinel .* Kept: Defender incident 101, into which it was merged\.$/),
    expect.stringMatching(/^Closed as true positive in Sentinel .* Kept: Defender incident 101/),
  ]);
});

test('a closing that nobody had read and that closing the twin goes over is told as lost, once', async () => {
  await mergeUnseenBySentinel();
  world.sides.sentinelSide.edit(world.twinOf(id), { state: REAL });
  const error = new RemoteError('server', 'not now', { status: 503 });
  for (let times = 0; times < 3; times += 1)
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error });
  await world.settle();
  expect(await overruled()).toEqual([expect.stringContaining('Closed as true positive in Sentinel')]);
});

test('tags that nobody had read stay on the twin beside the mark of the merge, and so do a hundred', async () => {
  await mergeUnseenBySentinel();
  const tags = Array.from({ length: 100 }, (_, index) => `tag ${index}`);
  world.sides.sentinelSide.edit(world.twinOf(id), { tags });
  await world.settle();
  expect(world.twin(id).incident.tags).toEqual([...tags, 'Redirected']);
  expect(await world.desk.troubles()).toEqual([]);
});

test('a chain that Defender shortens brings nothing twice to its end', async () => {
  const end = await world.linked('End');
  world.sides.commentInDefender(id, 'left behind');
  world.sides.mergeInDefender(id, survivor);
  await world.settle();
  world.sides.mergeInDefender(id, end);
  await world.settle();
  world.sides.mergeInDefender(survivor, end);
  await world.settle();
  for (const { comments } of [world.original(end), world.twin(end)])
    expect(comments.filter(({ text }) => text.includes('left behind'))).toHaveLength(1);
  expect(await world.desk.syncNow()).toEqual(IDLE);
});

test('a comment of the twin that can be read only long afterwards reaches the survivor', async () => {
  world.sides.commentInSentinel(world.twinOf(id), 'hard to read');
  const { listComments } = world.sides.sentinel;
  world.sides.sentinel.listComments = async (name) =>
    name === world.twinOf(id) ? { comments: [], unreadable: ['its time is none'] } : listComments(name);
  world.sides.mergeInDefender(id, survivor);
  await world.settle();
  world.sides.sentinel.listComments = listComments;
  for (let cycle = 0; cycle < 10; cycle += 1) await world.desk.syncNow();
  for (const { comments } of [world.original(survivor), world.twin(survivor)])
    expect(comments.filter(({ text }) => text.includes('hard to read'))).toHaveLength(1);
});

test('what Sentinel had refused of it is no trouble any more, and no retry makes its twin', async () => {
  const other = world.sides.raise('Refused');
  world.sides.defenderSide.edit(id, { severity: 'low' });
  for (let times = 0; times < 2; times += 1)
    world.sides.sentinelSide.faults.push({ when: 'before', on: 'write', error: refusal() });
  await world.desk.syncNow();
  expect(await world.desk.troubles()).toHaveLength(2);
  for (const one of [id, other]) world.sides.mergeInDefender(one, survivor);
  await world.settle();
  expect(await world.desk.troubles()).toEqual([]);
  expect(await world.act({ kind: 'retry' }, { incident: 3 })).toMatchObject({ code: 'nothing_to_do' });
});

test('is folded like any other though its twin was deleted before, and what was said goes on', async () => {
  world.sides.sentinelSide.held.delete(world.twinOf(id));
  for (let hour = 0; hour < 4; hour += 1) {
    world.clock.advance(3_700_000);
    await world.sync.compare();
  }
  expect((await world.desk.view(2))!.sides[1].standing).toBe('gone');
  world.sides.commentInDefender(id, 'left behind');
  world.sides.mergeInDefender(id, survivor);
  await world.settle();
  expect(await world.desk.view(2)).toMatchObject({ standing: 'merged', mergedInto: 1 });
  expect(world.twin(survivor).comments).toEqual([
    expect.objectContaining({ text: expect.stringContaining('left behind') as string }),
  ]);
  expect(await world.desk.syncNow()).toEqual(IDLE);
});

test('its twin is closed when it is back after all, and the merge is told once', async () => {
  const twin = world.twin(id);
  world.sides.sentinelSide.held.delete(world.twinOf(id));
  for (let hour = 0; hour < 4; hour += 1) {
    world.clock.advance(3_700_000);
    await world.sync.compare();
  }
  world.sides.mergeInDefender(id, survivor);
  await world.settle();
  world.sides.sentinelSide.held.set(world.twinOf(id), twin);
  world.sides.sentinelSide.edit(world.twinOf(id), {});
  await world.settle();
  expect(world.twin(id).incident).toMatchObject({ state: { status: 'closed' }, tags: ['Redirected'] });
  expect((await world.store.sync.eventsOf(2)).filter(({ kind }) => kind === 'merged')).toHaveLength(1);
  expect(await world.desk.syncNow()).toEqual(IDLE);
});

test("is Microsoft's to close where that sync runs and Dragoman only observes", async () => {
  await world.anotherLife({ mode: 'observe' });
  world.twin(id).incident.provider = { name: 'Microsoft XDR', incidentId: id };
  world.sides.sentinelSide.edit(world.twinOf(id), {});
  world.sides.mergeInDefender(id, survivor);
  await world.settle();
  expect(await world.desk.view(2)).toMatchObject({ standing: 'merged' });
  expect((await world.desk.status())[0]!.proposals).toBe(0);
});
