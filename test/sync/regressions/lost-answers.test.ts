import type { Asked } from '../../support/asked.ts';
import { RemoteError } from '../../../src/sync/ports/remote-error.ts';
import { holdNext, letRun } from '../../support/hold-request.ts';
import { bob, createSyncWorld } from '../../support/sync-world.ts';
import { createWireWorld } from '../../support/wire-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({ patienceMilliseconds: 0 });
});
afterEach(() => world.close());

const loseNextAnswer = () =>
  world.sides.sentinelSide.faults.push({
    when: 'after',
    on: 'write',
    error: new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true }),
  });

describe('a write that is carried out after its process died', () => {
  test.each<['severity' | 'tags', Asked, Asked]>([
    ['severity', { kind: 'severity', severity: 'low' }, { kind: 'severity', severity: 'high' }],
    ['tags', { kind: 'tags', tags: ['vip'] }, { kind: 'tags', tags: [] }],
  ])('does not undo a newer click: %s', async (field, older, newer) => {
    const id = await world.linked();
    const before = structuredClone(world.original(id).incident[field]);
    const late = holdNext(world.sides.defender, 'update', 'before');
    void world.act(older);
    await late.arrived;
    world.restart();
    await world.act(newer, { by: bob });
    await letRun();
    late.release();
    await letRun();
    expect(world.original(id).incident[field]).not.toEqual(before);
    await world.settle();
    expect(world.original(id).incident[field]).toEqual(before);
    expect(world.twin(id).incident[field]).toEqual(before);
    expect(await world.audit()).toContainEqual(expect.objectContaining({ outcome: 'late:defender' }));
  });
});

describe('answers that are lost', () => {
  test('a click is not beaten by an earlier click whose answer was lost', async () => {
    const id = await world.linked();
    world.clock.advance(60_000);
    loseNextAnswer();
    await world.act({ kind: 'severity', severity: 'low' });
    await letRun();
    world.clock.advance(2000);
    await world.act({ kind: 'severity', severity: 'high' }, { by: bob });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });

  test('a twin whose making was not answered does not take an owner Sentinel cannot hold from Defender', async () => {
    const id = world.sides.raise('Phish', { owner: { upn: 'Defender Experts', objectId: null, name: null } });
    loseNextAnswer();
    await world.desk.syncNow();
    await world.settle();
    expect(world.original(id).incident.owner).toMatchObject({ upn: 'Defender Experts' });
    expect(world.twin(id).incident.owner).toBeNull();
  });

  test.each([1, 2, 3, 4, 5, 6, 7])(
    'an edit in Defender wins over our own draft of the twin when the process died at request %i',
    async (requests) => {
      const id = world.sides.raise('Phish');
      await world.orCrash(requests, 'after', () => world.desk.syncNow());
      world.clock.advance(60_000);
      world.sides.defenderSide.edit(id, { severity: 'low' });
      world.clock.advance(60_000);
      await world.settle();
      expect(world.severities(id)).toEqual(['low', 'low']);
      expect((await world.desk.view(1))!.overruled).toEqual([]);
    },
  );

  test('an incident that is not found once does not bury the click', async () => {
    const id = await world.linked();
    const { get } = world.sides.defender;
    world.sides.defender.get = async () => {
      world.sides.defender.get = get;
      return null;
    };
    await world.act({ kind: 'severity', severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect((await world.desk.view(1))!.sides.map(({ standing }) => standing)).toEqual(['ok', 'ok']);
  });
});

describe('an edit that is taken back while it is not known whether it was carried', () => {
  let id: string;
  beforeEach(async () => {
    id = await world.linked('Phish', { severity: 'high' });
    await world.settle();
    world.clock.advance(60_000);
  });

  /** Sentinel goes to low and back to high, and the answer to carrying the former never comes. */
  const takeBack = async (when: 'before' | 'after') => {
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    const error = new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true });
    world.sides.defenderSide.faults.push({ when, on: 'write', error });
    await world.desk.syncNow();
    world.clock.advance(2000);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'high' });
    await world.desk.syncNow();
  };

  test('is taken back on the other side too once it shows up there', async () => {
    await takeBack('after');
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });

  test('is not taken for carried when somebody makes it there, long after', async () => {
    await takeBack('before');
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    world.clock.advance(86_400_000);
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test('leaves a click that was written elsewhere meanwhile agreed on', async () => {
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    const error = new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true });
    world.sides.defenderSide.faults.push({ when: 'after', on: 'write', error });
    await world.desk.syncNow();
    world.sides.defenderSide.faults.push({ when: 'before', error }, { when: 'before', error });
    await world.act({ kind: 'severity', severity: 'informational' });
    await letRun(40);
    expect(world.severities(id)).toEqual(['low', 'informational']);
    world.clock.advance(60_000);
    world.sides.defenderSide.edit(id, { severity: 'medium' });
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
  });
});

describe('a value that was in doubt and replaced, when it shows up within the time a request may take', () => {
  let id: string;
  beforeEach(async () => {
    id = await world.linked('Phish', { severity: 'high' });
    await world.settle();
    world.clock.advance(60_000);
  });

  /** The request never gets there, but nobody can tell. */
  const loseNext = (side: 'defender' | 'sentinel') => {
    const error = new RemoteError('unreachable', 'reset', { inDoubt: true });
    world.sides[`${side}Side`].faults.push({ when: 'before', on: 'write', error });
  };
  const clickTwice = async (lostOn: 'defender' | 'sentinel', second: 'medium' | 'high') => {
    loseNext(lostOn);
    await world.act({ kind: 'severity', severity: 'low' });
    await letRun(40);
    world.clock.advance(2000);
    await world.act({ kind: 'severity', severity: second }, { by: bob });
    await letRun(40);
    expect(world.severities(id)).toEqual([second, second]);
    world.clock.advance(10_000);
  };

  test('in Defender, which names somebody else, is their edit and crosses', async () => {
    await clickTwice('defender', 'medium');
    world.sides.defenderSide.edit(id, { severity: 'low' }, 'raj@contoso.test');
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect(await world.audit()).toContainEqual(
      expect.objectContaining({
        outcome: 'kept:defender',
        detail: expect.objectContaining({ field: 'severity', value: 'low', modifiedBy: 'raj@contoso.test' }) as object,
      }),
    );
    expect((await world.desk.view(1))!.overruled).toEqual([]);
  });

  test('in Defender, which names us, is undone without a word to people', async () => {
    await clickTwice('defender', 'medium');
    world.sides.defenderSide.edit(id, { severity: 'low' }, 'Dragoman');
    await world.settle();
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    expect(await world.audit()).toContainEqual(expect.objectContaining({ outcome: 'late:defender' }));
    expect((await world.desk.view(1))!.overruled).toEqual([]);
  });

  test('in Sentinel after a write that was answered is an edit: the older request no longer fits its etag', async () => {
    await clickTwice('sentinel', 'medium');
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });

  test('where nobody can tell whose it is, is undone and told', async () => {
    await clickTwice('sentinel', 'high');
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    const [told] = (await world.desk.view(1))!.overruled;
    expect(told).toMatch(/^Low severity in Sentinel by someone .* Kept: high severity \(.* late/);
  });
});

describe('a write that landed, was not answered, and was taken back in the portal before anybody looked', () => {
  let id: string;
  beforeEach(async () => {
    id = await world.linked('Phish', { severity: 'high', tags: ['phish'] });
    await world.settle();
    world.clock.advance(60_000);
  });
  const dieWriting = async (side: 'defender' | 'sentinel', begin: () => Promise<unknown>) => {
    const held =
      side === 'defender' ? holdNext(world.sides.defender, 'update') : holdNext(world.sides.sentinel, 'update');
    void begin();
    await held.arrived;
    await letRun(20);
    world.restart();
    world.clock.advance(20_000);
  };
  const low: Asked = { kind: 'severity', severity: 'low' };

  test('of a click in Defender, which names who was last, is a later edit that stands and is told', async () => {
    await dieWriting('defender', () => world.act(low));
    world.sides.defenderSide.edit(id, { severity: 'high' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect((await world.desk.view(1))!.overruled).toEqual([expect.stringContaining('Low severity asked for in chat')]);
  });

  test('of a carried change in Defender is a later edit that is carried', async () => {
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'low' });
    await dieWriting('defender', () => world.desk.syncNow());
    world.sides.defenderSide.edit(id, { severity: 'high' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
  });

  test('of tags in Defender is a removal that crosses', async () => {
    await dieWriting('defender', () => world.act({ kind: 'tags', tags: ['phish', 'vip'] }));
    world.sides.defenderSide.edit(id, { tags: ['phish'] });
    await world.settle();
    expect([world.original(id).incident.tags, world.twin(id).incident.tags]).toEqual([['phish'], ['phish']]);
  });

  test('in Sentinel, which names nobody, may be no edit at all: the click is written again, and that is told', async () => {
    await dieWriting('sentinel', () => world.act(low));
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'high' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect((await world.desk.view(1))!.overruled).toEqual([
      expect.stringMatching(/^High severity in Sentinel may have been set again between .* Kept: low severity/),
    ]);
  });

  test.each([
    ['a machine', () => world.sides.defenderSide.edit(id, {}, 'Microsoft 365 Defender-IncidentCorrelation')],
    ['somebody who commented', () => world.sides.commentInDefender(id, 'looking')],
    ['somebody who tagged it', () => world.sides.defenderSide.edit(id, { tags: ['phish', 'seen'] })],
  ])('is told apart from a write that never came, with %s there meanwhile', async (_, meanwhile) => {
    const error = new RemoteError('unreachable', 'reset', { inDoubt: true });
    world.sides.defenderSide.faults.push({ when: 'before', on: 'write', error });
    await world.act(low);
    await letRun(40);
    meanwhile();
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect((await world.desk.view(1))!.overruled).toEqual([]);
  });
});

test('how Defender names us is learnt from what Graph answers, and tells its own edits apart', async () => {
  const wire = await createWireWorld('graph');
  try {
    const id = String(wire.microsoft.defender.raiseIncident({ title: 'Phish', severity: 'medium' })['id']);
    await wire.settle(2);
    const defender = async () => (await wire.store.sync.linkById(wire.context.connectionId, 'defender', id))!.defender!;
    await wire.act({ kind: 'severity', severity: 'low' });
    await wire.settle(2);
    const { writtenAs, observation } = await defender();
    expect(observation.incident.modifiedBy).toBe(writtenAs);
    wire.microsoft.defender.edit(id, { severity: 'high' }, 'raj.patel@contoso.example');
    await wire.settle(2);
    const edited = await defender();
    expect([edited.writtenAs, edited.observation.incident.modifiedBy]).toEqual([
      writtenAs,
      'raj.patel@contoso.example',
    ]);
  } finally {
    await wire.close();
  }
});
