import { renderCloseForm } from '../../../src/cards/close-form.ts';
import { renderAssignForm } from '../../../src/cards/assign-form.ts';
import { describeResult } from '../../../src/bot/describe-result.ts';
import { CardSigner } from '../../../src/cards/card-signer.ts';
import type { Ask } from '../../../src/sync/ports/desk.ts';
import { ana, bob, createSyncWorld } from '../../support/sync-world.ts';
import type { SyncWorld } from '../../support/sync-world.ts';

let world: SyncWorld;
afterEach(() => world.close());

const assign: Ask = { kind: 'assign', to: ana };
const close: Ask = {
  kind: 'close',
  classification: 'falsePositive',
  determination: 'other',
  reason: null,
  comment: null,
};

describe('what sets an incident apart from another that Defender may merge it with', () => {
  /** Two incidents of one title, the older one Bob's. */
  async function alike(mode: 'native' | 'bridge' = 'native', hoursBetween = 1, title = 'phish ') {
    world = await createSyncWorld({ mode });
    world.sides.raise('Phish', { owner: { upn: bob.upn, objectId: null, name: null } });
    world.clock.advance(hoursBetween * 3_600_000);
    world.sides.raise(title);
    await world.desk.syncNow();
  }
  const warningOf = async (ask: Ask) => {
    const result = await world.act(ask, { incident: 2 });
    return result.outcome === 'applied' ? result.warning : result;
  };

  test('another owner is told in the answer', async () => {
    await alike();
    const result = await world.act(assign, { incident: 2 });
    if (result.outcome !== 'applied') throw new Error('not applied');
    expect(result.warning).toMatch(/^#1 has the same title and another owner: Microsoft merges no incidents/);
    expect(describeResult(assign, result)).toMatch(
      /\. Defender does the same to all of its alerts\. ⚠ .*Microsoft merges/,
    );
  });

  test('closing one while the other stays open is told in the answer', async () => {
    await alike();
    expect(await warningOf(close)).toMatch(/^#1 has the same title and stays open: /);
  });

  test('the same owner, or nothing of the two, is not', async () => {
    await alike();
    expect(await warningOf({ kind: 'assign', to: bob })).toBeUndefined();
    expect(await warningOf({ kind: 'severity', severity: 'low' })).toBeUndefined();
  });

  test.each([
    ['of another title', 'native', 1, 'Malware'],
    ['of another day', 'native', 25, 'Phish'],
    ['where Dragoman carries everything itself', 'bridge', 1, 'Phish'],
  ] as const)('an incident %s is not taken for alike', async (_, mode, hours, title) => {
    await alike(mode, hours, title);
    expect(await warningOf(assign)).toBeUndefined();
  });
});

describe('what is kept apart so is told for as long as it is so', () => {
  const apart = async (incident: number) => (await world.desk.view(incident))!.apart;
  const status = async () => (await world.desk.status())[0]!.keptApart;
  const setUp = async (mode: 'native' | 'bridge' = 'native') => {
    world = await createSyncWorld({ mode });
    const first = world.sides.raise('Phish', { owner: { upn: bob.upn, objectId: null, name: null } });
    const second = world.sides.raise('Phish');
    await world.settle();
    return { first, second };
  };
  const passed = async () => {
    world.clock.advance(300_000);
    await world.desk.syncNow();
  };

  test('on the card of the incident it was done to, and in the status, until the owners agree', async () => {
    const { first } = await setUp();
    expect([await apart(1), await apart(2), await status()]).toEqual([null, null, []]);
    await world.act(assign, { incident: 2 });
    expect(await apart(2)).toMatch(/^#1 has the same title and another owner: Microsoft merges no/);
    expect([await apart(1), await status()]).toEqual([null, [{ incident: 2, from: 1 }]]);
    const { version } = (await world.desk.view(2))!;
    await passed();
    expect((await world.desk.view(2))!.version).toBe(version);
    world.sides.defenderSide.edit(first, { owner: { upn: ana.upn, objectId: null, name: null } });
    await passed();
    expect([await apart(2), await status()]).toEqual([null, []]);
    // Whoever shows it is told that it says something else now.
    expect((await world.desk.view(2))!.version).toBeGreaterThan(version);
  });

  test('until the other one is closed too', async () => {
    const { first, second } = await setUp();
    await world.act(close, { incident: 2 });
    expect(await apart(2)).toMatch(/^#1 has the same title and stays open/);
    world.sides.defenderSide.edit(first, { state: { ...world.original(second).incident.state } });
    await passed();
    expect(await apart(2)).toBeNull();
  });

  test('until Microsoft merges them all the same', async () => {
    const { first, second } = await setUp();
    await world.act(assign, { incident: 2 });
    world.sides.mergeInDefender(first, second);
    await passed();
    expect([await apart(2), await status()]).toEqual([null, []]);
  });

  test('until the click is taken back', async () => {
    await setUp();
    await world.act(assign, { incident: 2 });
    expect(await apart(2)).not.toBeNull();
    expect(await world.act({ kind: 'undo' }, { incident: 2 })).toMatchObject({ outcome: 'applied' });
    expect(await apart(2)).toBeNull();
  });

  test('also where an automation rule did it, and not where somebody did it in a portal', async () => {
    const { second } = await setUp();
    world.sides.defenderSide.edit(second, { owner: { upn: ana.upn, objectId: null, name: null } });
    await passed();
    expect(await status()).toEqual([]);
    const owner = { upn: 'night@contoso.test', objectId: null, name: null };
    world.setRules([
      {
        name: 'night shift',
        when: ['updated'],
        changed: ['severity'],
        conditions: { title: { contains: ['phish'] } },
        asks: [{ kind: 'assign', to: owner }],
        stop: false,
      },
    ]);
    world.sides.defenderSide.edit(second, { severity: 'low' });
    await passed();
    expect(await status()).toEqual([{ incident: 2, from: 1 }]);
  });

  test('and nowhere that Dragoman carries everything itself', async () => {
    await setUp('bridge');
    await world.act(assign, { incident: 2 });
    expect([await apart(2), await status()]).toEqual([null, []]);
  });
});

describe('the forms that close and assign', () => {
  const place = { conversationId: '19:soc@thread.tacv2', card: 'k' };

  test('say that Defender does the same to all alerts, where it has the incident', async () => {
    world = await createSyncWorld();
    const id = await world.linked();
    world.sides.sentinelSide.add({
      ...structuredClone(world.twin(id)),
      incident: { ...world.twin(id).incident, id: 'own' },
    });
    world.sides.sentinelSide.edit('own', {});
    await world.desk.syncNow();
    const context = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };
    const [ours, theirs] = [(await world.desk.view(1))!, (await world.desk.view(2))!];
    const forms = (view: typeof ours) =>
      JSON.stringify([
        renderCloseForm(view, place, context),
        renderAssignForm(view, [{ objectId: ana.objectId, name: ana.name }], place, context),
      ]);
    expect(forms(ours)).toMatch(/Closing it in Defender resolves all of its alerts too.*assigns all of its alerts too/);
    expect(forms(theirs)).not.toMatch(/alerts too/);
  });
});
