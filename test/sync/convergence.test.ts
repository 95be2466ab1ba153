import fc from 'fast-check';
import { FIELDS } from '../../src/incident/incident.ts';
import type { FieldValues } from '../../src/incident/incident.ts';
import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { FIELD_RULES } from '../../src/sync/fields.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import type { Ask } from '../../src/sync/ports/desk.ts';
import { ana, createSyncWorld } from '../support/sync-world.ts';
import type { SyncWorld } from '../support/sync-world.ts';

/**
 * Invariant: whatever people do on either side or in chat, whatever requests fail or lose their answers, and
 * wherever the process dies, once all is quiet the two sides tell one story, every comment is there once, and
 * the next cycle reads one list a side and writes nothing.
 */

const severities = fc.constantFrom('high', 'medium', 'low', 'informational');
const tag = fc.constantFrom('vip', 'phish', 'Phish', 'lab');
const defenderClosure: fc.Arbitrary<State> = fc.constantFrom<State>(
  { status: 'closed', classification: 'truePositive', determination: 'malware', reason: null, note: 'found' },
  { status: 'closed', classification: 'falsePositive', determination: 'other', reason: null, note: '' },
  { status: 'closed', classification: 'undetermined', determination: null, reason: null, note: '' },
);
const sentinelClosure: fc.Arbitrary<State> = fc.constantFrom<State>(
  {
    status: 'closed',
    classification: 'benignPositive',
    determination: null,
    reason: 'suspiciousButExpected',
    note: '',
  },
  { status: 'closed', classification: 'falsePositive', determination: null, reason: 'inaccurateData', note: 'x' },
);
const open = fc.constantFrom(openState('new'), openState('active'));
const people = fc.constantFrom(null, 'raj@contoso.test', 'sam@contoso.test');

const edit = (side: 'defender' | 'sentinel') =>
  fc.oneof(
    severities.map((severity): Partial<FieldValues> => ({ severity })),
    fc.array(tag, { maxLength: 3 }).map((tags): Partial<FieldValues> => ({ tags })),
    fc.oneof(open, side === 'defender' ? defenderClosure : sentinelClosure).map((state) => ({ state })),
    people.map((upn) => ({
      owner: upn === null ? null : { upn, objectId: side === 'sentinel' ? `id-of-${upn}` : null, name: null },
    })),
  );

const ask: fc.Arbitrary<Ask> = fc.oneof(
  fc.constantFrom<Ask>(
    { kind: 'assign', to: ana },
    { kind: 'assign', to: null },
    { kind: 'activate' },
    { kind: 'reopen' },
    { kind: 'close', classification: 'truePositive', determination: 'phishing', reason: null, comment: null },
  ),
  severities.map((severity): Ask => ({ kind: 'severity', severity })),
  fc.array(tag, { maxLength: 3 }).map((tags): Ask => ({ kind: 'tags', tags })),
);

const errors = fc.constantFrom(
  new RemoteError('unreachable', 'reset', { inDoubt: true }),
  new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 2 }),
  new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true }),
);

type Step = (world: SyncWorld, ids: string[], said: string[]) => Promise<void>;
const pick = (world: SyncWorld, ids: string[], n: number) => {
  const id = ids[n % ids.length]!;
  return { id, twin: world.sides.sentinelSide.held.has(world.twinOf(id)) ? world.twinOf(id) : null };
};

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.nat().map(
    (n): Step =>
      async (world, ids) =>
        void ids.push(world.sides.raise(`incident ${n}`)),
  ),
  fc.tuple(fc.nat(), edit('defender')).map(([n, changes]): Step => async (world, ids) => {
    world.sides.defenderSide.edit(pick(world, ids, n).id, structuredClone(changes));
  }),
  fc.tuple(fc.nat(), edit('sentinel')).map(([n, changes]): Step => async (world, ids) => {
    const { twin } = pick(world, ids, n);
    if (twin !== null) world.sides.sentinelSide.edit(twin, structuredClone(changes));
  }),
  fc.tuple(fc.nat(), fc.boolean()).map(([n, inDefender]): Step => async (world, ids, said) => {
    const { id, twin } = pick(world, ids, n);
    const text = `portal says ${said.length};`;
    if (inDefender) world.sides.commentInDefender(id, text);
    else if (twin !== null) world.sides.commentInSentinel(twin, text);
    else return;
    said.push(text);
  }),
  fc.tuple(fc.nat(), ask).map(([n, wish]): Step => async (world, ids) => {
    await world.click(1 + (n % ids.length), wish);
  }),
  fc.nat().map((n): Step => async (world, ids, said) => {
    const text = `chat says ${said.length};`;
    if (await world.click(1 + (n % ids.length), { kind: 'comment', text })) said.push(text);
  }),
  fc.integer({ min: 1, max: 400 }).map(
    (seconds): Step =>
      async (world) =>
        world.clock.advance(seconds * 1000),
  ),
  fc.constant<Step>(async (world) => void (await world.desk.syncNow())),
  fc
    .tuple(fc.boolean(), fc.constantFrom('before', 'after') as fc.Arbitrary<'before' | 'after'>, errors)
    .map(([inDefender, when, error]): Step => async (world) => {
      const { faults } = inDefender ? world.sides.defenderSide : world.sides.sentinelSide;
      if (when === 'before' || error.inDoubt) faults.push({ when, error });
    }),
  fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom('before', 'after') as fc.Arbitrary<'before' | 'after'>).map(
    ([n, when]): Step =>
      (world) =>
        world.orCrash(n, when, () => world.desk.syncNow()),
  ),
  fc
    .tuple(
      fc.nat(),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('before', 'after') as fc.Arbitrary<'before' | 'after'>,
      ask,
    )
    .map(([i, n, when, wish]): Step => async (world, ids) => {
      await world.orCrash(n, when, () => world.click(1 + (i % ids.length), wish));
    }),
  fc
    .tuple(
      fc.constantFrom('defenderSide', 'sentinelSide') as fc.Arbitrary<'defenderSide' | 'sentinelSide'>,
      fc.boolean(),
    )
    .map(
      ([side, down]): Step =>
        async (world) =>
          world.sides[side].setDown(down),
    ),
);

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 150);

test('after quiet both sides tell one story, comments are there once, and the next cycle is still', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 25 }), async (script) => {
      const world = await createSyncWorld({ patienceMilliseconds: 0 });
      const ids = [world.sides.raise('first')];
      const said: string[] = [];
      try {
        await world.desk.syncNow();
        for (const step of script) await step(world, ids, said);
        world.sides.defenderSide.faults.length = 0;
        world.sides.sentinelSide.faults.length = 0;
        world.sides.defenderSide.setDown(false);
        world.sides.sentinelSide.setDown(false);
        await world.settle(20);
        await expectOneStory(world, ids, said);
        expect(await world.desk.syncNow()).toEqual({ reads: 2, writes: 0, waiting: 0, faults: [] });
      } finally {
        await world.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: false },
  );
}, 600_000);

async function expectOneStory(world: SyncWorld, ids: string[], said: string[]): Promise<void> {
  expect(world.sides.sentinelSide.held.size).toBe(ids.length);
  for (const id of ids) {
    const [defender, sentinel] = [world.sides.defenderSide.must(id), world.sides.sentinelSide.must(world.twinOf(id))];
    for (const field of FIELDS) {
      const rules = FIELD_RULES[field] as { agree(a: unknown, b: unknown): boolean };
      if (!rules.agree(defender.incident[field], sentinel.incident[field]))
        throw new Error(`${field} of ${id}: ${JSON.stringify([defender.incident[field], sentinel.incident[field]])}`);
    }
    expect(defender.comments).toHaveLength(sentinel.comments.length);
  }
  for (const text of said)
    for (const held of [world.sides.defenderSide.held, world.sides.sentinelSide.held]) {
      const times = [...held.values()].flatMap(({ comments }) => comments).filter((c) => c.text.includes(text)).length;
      expect([text, times]).toEqual([text, 1]);
    }
}
