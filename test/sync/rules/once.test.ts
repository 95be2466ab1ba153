import fc from 'fast-check';
import { FIELDS } from '../../../src/incident/incident.ts';
import type { FieldValues } from '../../../src/incident/incident.ts';
import { FIELD_RULES } from '../../../src/sync/fields.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { IDLE, VIP, acceptedRuns, tag, worldWith } from './rules-world.ts';

/**
 * Invariant: whatever dies, fails or is edited meanwhile, a rule acts at most once on account of one event, what it
 * wants is not lost, and once all is quiet both sides tell one story and a cycle writes nothing.
 */

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 40);
const LOUD = [VIP, { when: 'updated', then: [{ comment: 'Changed' }, { tags: ['+seen'] }] }];

let world: SyncWorld;
afterEach(() => world.close());

test.each([1, 2, 3, 4, 5, 6, 7])('is kept when the process dies at request %i of the cycle', async (request) => {
  for (const when of ['before', 'after'] as const) {
    world = await worldWith({}, ...LOUD);
    const id = await world.linked('Phish', { severity: 'medium' });
    tag(world, id);
    await world.orCrash(request, when, () => world.desk.syncNow());
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    for (const { comments } of [world.original(id), world.twin(id)]) expect(comments).toHaveLength(1);
    expect(await acceptedRuns(world)).toHaveLength(2);
    expect(await world.desk.syncNow()).toEqual(IDLE);
    if (when === 'before') await world.close();
  }
});

test('is kept when the process dies between the wish of a rule and the count of the cycle', async () => {
  world = await worldWith({}, VIP);
  const id = await world.linked('Phish', { severity: 'medium' });
  tag(world, id);
  const { store } = world;
  const transaction = store.sync.transaction.bind(store.sync);
  const died = new Promise<void>((resolve) => {
    store.sync.transaction = async (work) => {
      const result = await transaction(work);
      const [wish] = await store.sync.proposals(world.context.connectionId, { cause: 'rule' });
      if (wish === undefined) return result;
      store.sync.transaction = transaction;
      world.restart();
      resolve();
      return new Promise(() => undefined);
    };
  });
  void world.desk.syncNow();
  await died;
  expect(world.severities(id)).toEqual(['medium', 'medium']);
  await world.settle();
  expect(world.severities(id)).toEqual(['high', 'high']);
  expect(await acceptedRuns(world)).toHaveLength(1);
});

type Step =
  | { do: 'edit'; side: 'defender' | 'sentinel'; changes: Partial<FieldValues> }
  | { do: 'click'; severity: 'low' | 'medium' }
  | { do: 'cycle' | 'raise' }
  | { do: 'crash'; request: number; when: 'before' | 'after' }
  | { do: 'down'; side: 'defender' | 'sentinel'; isDown: boolean };

const severity = fc.constantFrom('high' as const, 'medium' as const, 'low' as const, 'informational' as const);
const tags = fc.subarray(['vip', 'noise', 'seen']);
const owner = fc.constantFrom(null, { upn: 'raj@contoso.test', objectId: 'id-of-raj@contoso.test', name: null });
const side = fc.constantFrom('defender' as const, 'sentinel' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('edit' as const),
    side,
    changes: fc.oneof(
      fc.record({ severity }),
      fc.record({ tags }),
      fc.record({ owner }),
      fc.record({ tags, severity }),
    ),
  }),
  fc.record({ do: fc.constant('click' as const), severity: fc.constantFrom('low' as const, 'medium' as const) }),
  fc.record({ do: fc.constantFrom('cycle' as const, 'raise' as const) }),
  fc.record({
    do: fc.constant('crash' as const),
    request: fc.integer({ min: 1, max: 8 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  fc.record({ do: fc.constant('down' as const), side, isDown: fc.boolean() }),
);
const action: fc.Arbitrary<object> = fc.oneof(
  fc.record({ severity }),
  fc.record({ tags: fc.constantFrom(['+seen'], ['-noise'], ['+noise', '-seen']) }),
  fc.constantFrom({ assign: 'sam@contoso.test' }, { assign: 'nobody' }, { comment: 'Look' }, { status: 'active' }),
);
const rule = fc.record({
  when: fc.constantFrom('created', 'updated', ['created', 'updated']),
  if: fc.oneof(
    fc.constant({}),
    fc.record({ severity }),
    fc.record({ tags: fc.record({ any: fc.constantFrom('vip', 'noise', 'seen') }) }),
  ),
  then: fc.array(action, { minLength: 1, maxLength: 2 }),
  stop: fc.boolean(),
});

async function play(script: Step[], ids: string[]): Promise<void> {
  for (const one of script) {
    world.clock.advance(20_000);
    const id = ids.at(-1)!;
    const sides = { defender: world.sides.defenderSide, sentinel: world.sides.sentinelSide };
    switch (one.do) {
      case 'edit': {
        const name = one.side === 'defender' ? id : world.twinOf(id);
        if (sides[one.side].held.has(name)) sides[one.side].edit(name, one.changes);
        break;
      }
      case 'click':
        await world.act({ kind: 'severity', severity: one.severity });
        break;
      case 'cycle':
        await world.desk.syncNow();
        break;
      case 'raise':
        ids.push(world.sides.raise('Phish', { severity: 'medium', tags: ['vip'] }));
        break;
      case 'crash':
        await world.orCrash(one.request, one.when, () => world.desk.syncNow());
        break;
      case 'down':
        sides[one.side].setDown(one.isDown);
        break;
      default:
        one satisfies never;
    }
  }
}

test('is so whatever the rules are and whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 4 }),
      fc.array(step, { maxLength: 12 }),
      async (file, script) => {
        world = await worldWith({}, ...file);
        const ids = [await world.linked('Phish', { severity: 'medium' })];
        await play(script, ids);
        for (const one of [world.sides.defenderSide, world.sides.sentinelSide]) one.setDown(false);
        await world.settle(20);
        const runs = (await acceptedRuns(world)).map(
          ({ actor, detail }) => `${actor.name} ${(detail as { event: number }).event}`,
        );
        expect(new Set(runs).size).toBe(runs.length);
        for (const id of ids)
          for (const field of FIELDS) {
            const rules = FIELD_RULES[field] as { agree(a: unknown, b: unknown): boolean };
            const [defender, sentinel] = [world.original(id).incident[field], world.twin(id).incident[field]];
            if (!rules.agree(defender, sentinel)) throw new Error(`${field}: ${JSON.stringify([defender, sentinel])}`);
          }
        expect(await world.desk.syncNow()).toEqual(IDLE);
        await world.close();
      },
    ),
    { numRuns: RUNS },
  );
  world = await worldWith({});
}, 300_000);
