import fc from 'fast-check';
import { POLICIES } from '../../../src/sync/conflict-policy.ts';
import { anyStep, anyStepBesideNativeSync } from './any-step.ts';
import { expectInvariant } from './invariants.ts';
import type { Invariant } from './invariants.ts';
import { play } from './play.ts';
import { mend, quietDown } from './quiet-down.ts';
import { createSituation } from './situation.ts';
import type { ServiceClock, Setting, Situation } from './situation.ts';
import type { Step } from './step.ts';

/** A script and what it is played in. */
export interface Case extends Setting {
  script: Step[];
}

const turns = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 });

/** Clocks that stay within what `CLOCK_SKEW_SECONDS` forgives between any two, or are off by minutes. */
const clock = (most: number): fc.Arbitrary<ServiceClock> =>
  fc.record({
    secondsAhead: fc.integer({ min: -Math.floor(most), max: Math.floor(most) }),
    secondsAnHour: fc.integer({ min: -Math.floor(most), max: Math.floor(most) }),
    most: fc.constant(most),
  });
const clocks = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.record({ defender: clock(2.5), sentinel: clock(2.5) }) },
  { weight: 1, arbitrary: fc.record({ defender: clock(600), sentinel: clock(600) }) },
);

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    script: fc.array(anyStep, { minLength: 1, maxLength: 16, size: 'max' }),
    turns,
    begins: fc.oneof(
      { weight: 4, arbitrary: fc.constant('bridge' as const) },
      { weight: 1, arbitrary: fc.constantFrom('native', 'observe', 'rehearsing') },
    ),
    policy: fc.oneof(
      { weight: 2, arbitrary: fc.constant('newest' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...POLICIES) },
    ),
    massChangeLimit: fc.constantFrom(50, 2),
    clocks,
  })
  .map(({ clocks: skewed, ...rest }) => (skewed === undefined ? rest : { ...rest, clocks: skewed }));

/** Looks at a situation before anything is played in it. */
export type Onlooker = (situation: Situation) => void;

/** Cases, and what is claimed of each of them. */
export interface Property {
  cases: fc.Arbitrary<Case>;
  /** Throws an error that names the invariant which does not hold. */
  hold(one: Case, look?: Onlooker): Promise<void>;
}

/** What holds whoever carries the changes. */
const IN_THE_END = [
  'nothing forbidden is written',
  'one story',
  'nothing is made twice or again',
  'comments once',
] as const satisfies Invariant[];

/** All becomes quiet, what may differ is mended as people would, and what always holds does. */
async function comeToAnEnd(situation: Situation): Promise<void> {
  await quietDown(situation);
  await situation.whenQuiet();
  await expectInvariant('differences are told', situation);
  await mend(situation);
  await situation.inTheEnd();
  for (const name of IN_THE_END) await expectInvariant(name, situation);
}

/**
 * Whatever people do on either side or in chat, at once or one after the other, whatever requests fail, lose or swap
 * their answers, however late, incomplete and repeated the lists are, however wrong the clocks, whatever is deleted,
 * stopped and started in another mode, and wherever the process dies: once all is quiet, every invariant holds.
 */
async function holdAsBridge({ script, ...setting }: Case, look?: Onlooker): Promise<void> {
  const situation = await createSituation(setting);
  look?.(situation);
  try {
    await play(situation, script);
    // Whatever it was in the end, a bridge carries what is left.
    await situation.world.anotherLife({ mode: 'bridge' });
    await comeToAnEnd(situation);
    await expectInvariant('alerts once', situation);
    await expectInvariant('no lost edit', situation);
    await expectInvariant('quiet when still', situation);
  } finally {
    await situation.world.close();
  }
}

const delays = fc.record({ delaySeconds: fc.constantFrom(0, 2, 60, 600) });

const anyCaseBesideNativeSync: fc.Arbitrary<Case> = fc.record({
  script: fc.array(anyStepBesideNativeSync, { minLength: 1, maxLength: 16, size: 'max' }),
  turns,
  begins: fc.constant('native' as const),
  nativeSync: fc.record({
    creationDelaySeconds: fc.constantFrom(5, 300),
    batchingSeconds: fc.constantFrom(0, 2, 300),
    commentAuthor: fc.constantFrom('writer', 'connector'),
    carriesClosingNote: fc.boolean(),
    toSentinel: delays,
    toDefender: delays,
  }),
});

/**
 * The same while Microsoft's own sync races us, late and lossy: what it loses is told as drift and mended by a click,
 * it is never fought, and nothing is written that nobody asked for.
 */
async function holdBesideNativeSync({ script, ...setting }: Case, look?: Onlooker): Promise<void> {
  const situation = await createSituation(setting);
  look?.(situation);
  const { nativeSync } = situation.world.sides;
  try {
    await play(situation, script);
    await situation.world.anotherLife({ mode: 'native' });
    const direction = { delaySeconds: 2, delaySecondsOf: {}, drops: [] };
    nativeSync.apply({ state: 'on', batchingSeconds: 2, toSentinel: direction, toDefender: direction });
    await comeToAnEnd(situation);
    await expectInvariant('no lost click', situation);
    await expectInvariant('quiet when still', situation);
  } finally {
    nativeSync.apply({ state: 'off' });
    await situation.world.close();
  }
}

export const PROPERTIES = {
  bridge: { cases: anyCase, hold: holdAsBridge },
  native: { cases: anyCaseBesideNativeSync, hold: holdBesideNativeSync },
} as const satisfies Record<string, Property>;
export type PropertyName = keyof typeof PROPERTIES;
