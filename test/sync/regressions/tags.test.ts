import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { holdNext, letRun } from '../../support/hold-request.ts';
import { createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
let id: string;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
  id = await world.linked('Phish', { tags: ['old', 'phish'] });
  await world.settle();
  world.clock.advance(60_000);
});
afterEach(() => world.close());

const tags = () => [world.original(id), world.twin(id)].map(({ incident }) => incident.tags.toSorted());
const set = async (...list: string[]) => {
  await world.act({ kind: 'tags', tags: list });
  await letRun(40);
};
const refuseNext = (side: 'defender' | 'sentinel') =>
  world.sides[`${side}Side`].faults.push({
    when: 'before',
    on: 'write',
    error: new RemoteError('invalid', 'not that one', { status: 400 }),
  });

/** People change the list they are shown, which is Defender's. */
describe('a list of tags from chat', () => {
  test('takes no tag from Sentinel that Defender has not taken', async () => {
    refuseNext('defender');
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['old', 'phish', 'vip'] });
    await world.desk.syncNow();
    expect((await world.desk.view(1))!.tags).not.toContain('vip');
    await set('phish', 'lab');
    await world.settle();
    expect(tags()).toEqual([
      ['lab', 'phish', 'vip'],
      ['lab', 'phish', 'vip'],
    ]);
  });

  test('does not undo a removal in Sentinel that Defender has not taken', async () => {
    refuseNext('defender');
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['phish'] });
    await world.desk.syncNow();
    expect((await world.desk.view(1))!.tags).toContain('old');
    await set('old', 'phish', 'lab');
    await world.settle();
    expect(tags()).toEqual([
      ['lab', 'phish'],
      ['lab', 'phish'],
    ]);
  });

  test('forgets no removal that was asked for while the tag was still on its way', async () => {
    const written = holdNext(world.sides.defender, 'update');
    const first = world.act({ kind: 'tags', tags: ['old', 'phish', 'vip'], shown: ['old', 'phish'] });
    await written.arrived;
    const second = world.act({ kind: 'tags', tags: ['old', 'phish'], shown: ['old', 'phish', 'vip'] });
    await letRun(20);
    const removal = holdNext(world.sides.defender, 'get', 'before');
    written.release();
    await removal.arrived;
    const third = world.act({ kind: 'tags', tags: ['old', 'phish'], shown: ['old', 'phish'] });
    await letRun(20);
    removal.release();
    await Promise.all([first, second, third]);
    await world.settle();
    expect(tags()).toEqual([
      ['old', 'phish'],
      ['old', 'phish'],
    ]);
  });

  test('takes no tag away that became known after the list was shown', async () => {
    world.sides.defenderSide.edit(id, { tags: ['old', 'phish', 'vip'] });
    await world.desk.syncNow();
    await world.act({ kind: 'tags', tags: ['phish'], shown: ['old', 'phish'] });
    await world.settle();
    expect(tags()).toEqual([
      ['phish', 'vip'],
      ['phish', 'vip'],
    ]);
  });

  test('does not undo a removal in Defender that Sentinel has not taken', async () => {
    refuseNext('sentinel');
    world.sides.defenderSide.edit(id, { tags: ['phish'] });
    await world.desk.syncNow();
    await set('phish', 'lab');
    await world.settle();
    expect(tags()).toEqual([
      ['lab', 'phish'],
      ['lab', 'phish'],
    ]);
  });

  test('takes no tag away that somebody added in Sentinel while an earlier list was on its way', async () => {
    world.sides.defenderSide.setDown(true);
    await set('phish');
    world.clock.advance(2000);
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['phish', 'vip'] });
    await world.desk.syncNow();
    await set('phish', 'lab');
    world.sides.defenderSide.setDown(false);
    await world.settle();
    expect(tags()).toEqual([
      ['lab', 'phish', 'vip'],
      ['lab', 'phish', 'vip'],
    ]);
  });

  test('changes nothing else of an incident into which theirs was merged before it was written', async () => {
    const survivor = await world.linked('Survivor', { tags: ['keep', 'old'] });
    await world.settle();
    const setDown = (down: boolean) => {
      for (const side of ['defender', 'sentinel'] as const) world.sides[`${side}Side`].setDown(down);
    };
    setDown(true);
    await set('phish', 'vip');
    world.sides.mergeInDefender(id, survivor);
    setDown(false);
    await world.settle();
    const left = [world.original(survivor), world.twin(survivor)].map(({ incident }) => incident.tags.toSorted());
    expect(left).toEqual([
      ['keep', 'vip'],
      ['keep', 'vip'],
    ]);
  });

  test('takes away what they were shown, from both', async () => {
    await set('phish');
    await world.settle();
    expect(tags()).toEqual([['phish'], ['phish']]);
  });
});

/** What somebody did to the tag before nobody had read when it was clicked: Sentinel or Defender was down, say. */
describe('a tag changed in chat that somebody changed elsewhere, which nobody had read', () => {
  const edit = (side: 'defender' | 'sentinel', ...list: string[]) => {
    world.sides[`${side}Side`].edit(side === 'defender' ? id : world.twinOf(id), { tags: list });
    world.clock.advance(60_000);
  };
  const ask = async (shown: string[], list: string[]) => {
    await world.act({ kind: 'tags', tags: list, shown });
    await letRun(40);
    world.clock.advance(60_000);
  };
  const isDown = (side: 'defender' | 'sentinel', down: boolean) => world.sides[`${side}Side`].setDown(down);
  const told = async () => (await world.desk.view(1))!.overruled;
  const [without, having] = [
    ['old', 'phish'],
    ['old', 'phish', 'vip'],
  ];

  test('stays away where it had been added in Sentinel before, and people are told', async () => {
    isDown('sentinel', true);
    edit('defender', ...having);
    await world.desk.syncNow();
    edit('sentinel', ...having);
    await ask(having, without);
    isDown('sentinel', false);
    await world.settle();
    expect(tags()).toEqual([without, without]);
    expect(await told()).toEqual([
      expect.stringMatching(/^Tags old, phish, vip in Sentinel\. Kept: tags old, phish, asked for in chat \(later\)/),
    ]);
  });

  test('stays away where it had been added in Defender again before', async () => {
    edit('defender', ...having);
    await world.settle();
    edit('defender', ...without);
    await world.settle();
    edit('defender', ...having);
    await ask(having, without);
    await world.settle();
    expect(tags()).toEqual([without, without]);
    expect(await told()).toHaveLength(1);
  });

  test('stays away where our own carry of it was not answered', async () => {
    world.sides.sentinelSide.faults.push({
      when: 'after',
      on: 'write',
      error: new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true }),
    });
    edit('defender', ...having);
    await world.desk.syncNow();
    expect(tags()).toEqual([having, having]);
    await ask(having, without);
    await world.settle();
    expect(tags()).toEqual([without, without]);
    expect(await told()).toEqual([]);
  });

  test('is back where it was added in Sentinel clearly later, and people are told', async () => {
    isDown('sentinel', true);
    edit('defender', ...having);
    await world.desk.syncNow();
    await ask(having, without);
    edit('sentinel', ...having);
    isDown('sentinel', false);
    await world.settle();
    expect(tags()).toEqual([having, having]);
    expect(await told()).toEqual([
      expect.stringMatching(
        /^Tags old, phish asked for in chat\. Kept: tags old, phish, vip, set in Sentinel \(later\)/,
      ),
    ]);
  });

  test('is there where it had been taken away in Sentinel before', async () => {
    isDown('defender', true);
    edit('sentinel', ...having);
    await world.desk.syncNow();
    edit('sentinel', ...without);
    await ask(without, having);
    isDown('defender', false);
    await world.settle();
    expect(tags()).toEqual([having, having]);
  });

  test('stays away though a later list, sent before that was written, still shows it', async () => {
    isDown('sentinel', true);
    edit('defender', ...having);
    await world.desk.syncNow();
    edit('sentinel', ...having);
    await ask(having, without);
    isDown('defender', true);
    await ask(having, [...having, 'lab']);
    isDown('defender', false);
    isDown('sentinel', false);
    await world.settle();
    expect(tags()).toEqual([
      ['lab', ...without],
      ['lab', ...without],
    ]);
  });
});

/** "At most 100 of at most 256 characters": what exceeds that is refused or told, never dropped in silence. */
describe('tags beyond the limits', () => {
  const many = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
  const reasons = async () => (await world.desk.view(1))!.sides.map(({ reason }) => reason);

  test('are not carried though a service would take them, and both sides say so', async () => {
    world.sides.defenderSide.edit(id, { tags: many('d', 60) });
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: many('s', 60), severity: 'low' });
    await world.settle();
    expect(tags().map(({ length }) => length)).toEqual([60, 60]);
    expect(await reasons()).toEqual(
      ['Defender', 'Sentinel'].map((side) => expect.stringContaining(`${side} is not given these tags: An incident`)),
    );
    expect(await world.desk.troubles()).toHaveLength(2);
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test('cross once somebody took the surplus away', async () => {
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['old', 'phish', 'x'.repeat(257)] });
    await world.settle();
    expect((await reasons())[0]).toContain('256 characters');
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['old', 'phish', 'short'] });
    await world.settle();
    expect(tags()).toEqual([
      ['old', 'phish', 'short'],
      ['old', 'phish', 'short'],
    ]);
    expect([await reasons(), await world.desk.troubles()]).toEqual([[null, null], []]);
  });

  test('are left out of a twin, and its card says so', async () => {
    const other = await world.linked('Overtagged', { tags: many('d', 103) });
    await world.settle();
    expect(world.twin(other).incident.tags).toEqual(many('d', 100));
    expect(world.original(other).incident.tags).toHaveLength(103);
    expect((await world.desk.view(2))!.overruled).toEqual([
      expect.stringContaining('Sentinel was not given 3 tags of Defender'),
    ]);
  });
});
