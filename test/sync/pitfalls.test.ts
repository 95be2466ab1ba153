import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

/** What went wrong in other integrations, by the numbers of docs/pitfalls.md; the page names the tests elsewhere. */

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld();
});
afterEach(() => world.close());

const MACHINE = 'Microsoft 365 Defender-IncidentCorrelation';
const closed: State = {
  status: 'closed',
  classification: 'truePositive',
  determination: 'malware',
  reason: null,
  note: '',
};
const textsOf = (comments: readonly { text: string }[]) => comments.map(({ text }) => text);

test('pitfall 3: what an analyst closed is not reopened because Defender lists it as open again', async () => {
  const id = await world.linked();
  world.sides.sentinelSide.edit(world.twinOf(id), { state: { ...closed, determination: null } });
  world.clock.advance(60_000);
  world.sides.defenderSide.edit(id, {}, MACHINE);
  await world.settle();
  world.sides.defenderSide.edit(id, {}, MACHINE);
  await world.settle();
  expect(world.original(id).incident.state.status).toBe('closed');
  expect(world.twin(id).incident.state.status).toBe('closed');
});

test('pitfall 5: comments of one time, and one older than the last that was read, all cross once', async () => {
  const id = await world.linked();
  world.sides.commentInDefender(id, 'read before');
  await world.settle();
  for (const text of ['same time, first', 'same time, second', 'late']) world.sides.commentInDefender(id, text);
  const [before, first, second, late] = world.original(id).comments;
  second!.createdAt = first!.createdAt;
  late!.createdAt = '2020-01-01T00:00:00.0000000Z';
  expect(before!.createdAt > late!.createdAt).toBe(true);
  await world.settle();
  await world.settle();
  const carried = textsOf(world.twin(id).comments).map((text) => text.replace('Raj Patel (Defender): ', ''));
  expect(carried.toSorted()).toEqual(['late', 'read before', 'same time, first', 'same time, second']);
});

test('pitfall 9: an incident that is listed with ever new times stays one incident with one twin', async () => {
  const id = await world.linked();
  for (let time = 0; time < 5; time += 1) {
    world.sides.defenderSide.edit(id, {}, MACHINE);
    await world.settle();
  }
  expect([...world.sides.sentinelSide.held.keys()]).toEqual([world.twinOf(id)]);
  expect(await world.desk.view(2)).toBeNull();
});

test('pitfall 10: each cycle asks from a later time on once something later was listed', async () => {
  const asked: string[] = [];
  const { listModified } = world.sides.defender;
  world.sides.defender.listModified = (query) => {
    if (query.openOnly !== true) asked.push(query.since);
    return listModified(query);
  };
  for (let day = 0; day < 4; day += 1) {
    world.sides.raise('Phish');
    await world.desk.syncNow();
    world.clock.advance(86_400_000);
  }
  expect(asked).toHaveLength(4);
  expect([...new Set(asked)].toSorted()).toEqual(asked);
});

test('pitfall 11: an incident a machine closed and then opened again is open on both sides', async () => {
  const id = await world.linked();
  world.sides.defenderSide.edit(id, { state: closed }, MACHINE);
  await world.settle();
  expect(world.twin(id).incident.state.status).toBe('closed');
  world.sides.defenderSide.edit(id, { state: openState('new') }, MACHINE);
  await world.settle();
  expect(world.twin(id).incident.state).toEqual(openState('new'));
});

test('pitfall 12: two incidents that are said to be merged into each other do not keep the sync busy', async () => {
  const [id, other] = [await world.linked('A'), await world.linked('B')];
  world.sides.commentInDefender(id, 'left behind');
  world.sides.mergeInDefender(id, other);
  world.sides.mergeInDefender(other, id);
  await world.settle();
  expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
});

test('pitfall 14: incidents of one title are two, and one that is renamed keeps its twin', async () => {
  const [id, other] = [await world.linked('Phish'), await world.linked('Phish')];
  expect(world.sides.sentinelSide.held.size).toBe(2);
  world.original(id).incident.title = 'Multi-stage attack';
  world.sides.defenderSide.edit(id, {}, MACHINE);
  await world.settle();
  expect([id, other].map((each) => world.twin(each).incident.title)).toEqual(['Multi-stage attack', 'Phish']);
  expect(world.sides.sentinelSide.held.size).toBe(2);
});

test('pitfall 15: an edit whose own time nobody tells is told with the times it lies between', async () => {
  const id = await world.linked();
  world.clock.advance(60_000);
  world.sides.defenderSide.edit(id, { severity: 'low' });
  world.clock.advance(60_000);
  world.sides.commentInDefender(id, 'said after the edit');
  world.clock.advance(60_000);
  world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
  await world.settle();
  expect((await world.desk.view(1))!.overruled[0]).toMatch(/Low severity in Defender.* between .+ and /);
});

test('pitfall 17: what is written to Defender names only what changed, so that no alert is touched besides', async () => {
  const id = await world.linked();
  const written: unknown[] = [];
  const { update } = world.sides.defender;
  world.sides.defender.update = (target, changes) => {
    written.push(changes);
    return update(target, changes);
  };
  world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['vip'] });
  await world.settle();
  expect(written).toEqual([{ tags: ['vip'] }]);
});

test('pitfall 20: a closed incident keeps its classification when something else of it changes', async () => {
  const id = await world.linked('Phish', { state: closed });
  const classified = { status: 'closed', classification: 'truePositive' };
  expect(world.twin(id).incident.state).toMatchObject(classified);
  world.sides.defenderSide.edit(id, { tags: ['late'], severity: 'low' });
  await world.settle();
  expect(world.twin(id).incident).toMatchObject({ tags: ['late'], severity: 'low', state: classified });
  expect(world.original(id).incident.state).toEqual(closed);
});
