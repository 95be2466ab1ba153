import { openState } from '../../../src/incident/state.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  id = await world.linked('Phish', { severity: 'high' });
  world.clock.advance(60_000);
});
afterEach(() => world.close());

const MACHINE = 'Automation';
const inDefender = (changes: Parameters<SyncWorld['sides']['defenderSide']['edit']>[1], by: string) => {
  world.sides.defenderSide.edit(id, changes, by);
  world.clock.advance(60_000);
};
const changes = async () =>
  (await world.store.sync.eventsOf(1))
    .filter(({ kind, origin }) => kind === 'changed' && origin === 'defender')
    .map(({ field, actorName, isMachine }) => [field, actorName, isMachine]);

describe('who changed an incident in Defender', () => {
  test('is known where nothing else moved', async () => {
    inDefender({ severity: 'low' }, 'raj@contoso.test');
    await world.desk.syncNow();
    expect(await changes()).toEqual([['severity', 'raj@contoso.test', false]]);
    inDefender({ severity: 'medium' }, MACHINE);
    await world.desk.syncNow();
    expect((await changes()).at(-1)).toEqual(['severity', MACHINE, true]);
  });

  test('is not said of any of several changes: Defender names only whoever made the last', async () => {
    inDefender({ state: openState('active') }, 'raj@contoso.test');
    inDefender({ severity: 'low' }, MACHINE);
    await world.desk.syncNow();
    expect(await changes()).toEqual([
      ['state', null, false],
      ['severity', null, false],
    ]);
  });

  test('is not said of a change that was commented on: the last may have been the comment', async () => {
    inDefender({ severity: 'low' }, 'raj@contoso.test');
    world.sides.commentInDefender(id, 'really?', 'Sam Ito');
    await world.desk.syncNow();
    expect(await changes()).toEqual([['severity', null, false]]);
  });

  test('is not Dragoman, where what it wrote hides somebody', async () => {
    await world.act({ kind: 'tags', tags: ['vip'] });
    await world.settle();
    inDefender({ severity: 'low' }, 'raj@contoso.test');
    await world.sides.defender.update(id, {});
    await world.desk.syncNow();
    expect(await changes()).toEqual([['severity', null, false]]);
  });

  test('is not said to people whose edit it overrules, either', async () => {
    inDefender({ severity: 'low' }, 'raj@contoso.test');
    inDefender({ tags: ['phish'] }, 'sam@contoso.test');
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'medium' });
    await world.settle();
    const { overruled } = (await world.desk.view(1))!;
    expect(overruled).toEqual([expect.stringMatching(/^Low severity in Defender by someone between /)]);
  });

  test('is still known of an earlier change when something else moves later', async () => {
    world.sides.sentinelSide.setDown(true);
    inDefender({ severity: 'low' }, 'raj@contoso.test');
    await world.desk.syncNow();
    inDefender({ state: openState('active') }, MACHINE);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'medium' });
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    const { overruled } = (await world.desk.view(1))!;
    expect(overruled).toEqual([expect.stringMatching(/^Low severity in Defender by raj@contoso.test at /)]);
  });

  test('loses to a person in Sentinel only as a machine alone', async () => {
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'medium' });
    world.clock.advance(60_000);
    inDefender({ severity: 'low' }, MACHINE);
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);

    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'high' });
    world.clock.advance(60_000);
    inDefender({ severity: 'low' }, 'raj@contoso.test');
    inDefender({ tags: ['phish'] }, MACHINE);
    await world.settle();
    const { overruled } = (await world.desk.view(1))!;
    expect(overruled.map((line) => line.includes('a person over a machine'))).toEqual([false, true]);
  });
});
