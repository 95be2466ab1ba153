import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { letRun } from '../../support/hold-request.ts';
import { ana, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  id = await world.linked();
  world.clock.advance(60_000);
});
afterEach(() => world.close());

const refuseNext = (side: 'defender' | 'sentinel') =>
  world.sides[`${side}Side`].faults.push({
    when: 'before',
    on: 'write',
    error: new RemoteError('invalid', 'not that one', { status: 400 }),
  });
const throttleNext = (side: 'defender' | 'sentinel') =>
  world.sides[`${side}Side`].faults.push({
    when: 'before',
    on: 'write',
    error: new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 120 }),
  });
const act = async (...parameters: Parameters<SyncWorld['act']>) => {
  await world.act(...parameters);
  await letRun(40);
};
const owners = () => [world.original(id), world.twin(id)].map(({ incident }) => incident.owner?.upn ?? null);
const tags = () => [world.original(id), world.twin(id)].map(({ incident }) => incident.tags.toSorted());

/** Each was once a difference that nobody was told of. */
describe('what one side refuses of a wish for both', () => {
  test('and the other lost again is on both when it is retried', async () => {
    refuseNext('defender');
    await act({ kind: 'assign', to: ana });
    world.sides.sentinelSide.edit(world.twinOf(id), { owner: null });
    await world.settle();
    await act({ kind: 'retry' });
    await world.settle();
    expect(owners()).toEqual([ana.upn, ana.upn]);
  });

  test('is carried with the next change of tags that it takes', async () => {
    refuseNext('sentinel');
    world.sides.defenderSide.edit(id, { tags: ['vip'] });
    await act({ kind: 'tags', tags: ['phish'] });
    await world.settle();
    expect(tags()).toEqual([
      ['phish', 'vip'],
      ['phish', 'vip'],
    ]);
  });

  test('is still a difference when a list that did not show it takes its place', async () => {
    refuseNext('defender');
    await act({ kind: 'tags', tags: ['vip'] });
    await act({ kind: 'tags', tags: [] });
    await world.settle();
    expect(tags()).toEqual([['vip'], ['vip']]);
  });

  test('leaves no list apart that only one side had taken before it', async () => {
    world.sides.defenderSide.setDown(true);
    await act({ kind: 'tags', tags: ['vip'] });
    refuseNext('sentinel');
    await act({ kind: 'tags', tags: ['lab'] });
    world.sides.defenderSide.setDown(false);
    await world.settle();
    const [defender, sentinel] = tags();
    expect(defender).toEqual(sentinel);
  });

  test('and somebody changed there before the other has taken it gives way to that change', async () => {
    world.sides.defenderSide.edit(id, { severity: 'low' });
    throttleNext('sentinel');
    await world.desk.syncNow();
    refuseNext('defender');
    throttleNext('sentinel');
    await act({ kind: 'severity', severity: 'medium' });
    world.clock.advance(60_000);
    world.sides.defenderSide.edit(id, { severity: 'high' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });
});

describe('a change back to what both sides had agreed on', () => {
  test('is a later one than the click it was made after', async () => {
    world.sides.defenderSide.setDown(true);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.desk.syncNow();
    throttleNext('sentinel');
    await act({ kind: 'severity', severity: 'medium' });
    world.clock.advance(60_000);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'high' });
    world.sides.defenderSide.setDown(false);
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });
});
