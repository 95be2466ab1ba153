import fc from 'fast-check';
import { CLASSIFICATIONS, LEGAL_DETERMINATIONS, LEGAL_REASONS, openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { agree, toDefenderState, toSentinelState } from '../../src/incident/translate-state.ts';

const note = fc.string({ maxLength: 20 });
const defenderState: fc.Arbitrary<State> = fc.oneof(
  fc.constantFrom(openState('new'), openState('active')),
  fc.constantFrom(...CLASSIFICATIONS).chain((classification) =>
    fc.record({
      status: fc.constant('closed' as const),
      classification: fc.constant(classification),
      determination: fc.constantFrom(...LEGAL_DETERMINATIONS[classification], null),
      reason: fc.constant(null),
      note,
    }),
  ),
);
const sentinelState: fc.Arbitrary<State> = fc.oneof(
  fc.constantFrom(openState('new'), openState('active')),
  fc.constantFrom(...CLASSIFICATIONS).chain((classification) =>
    fc.record({
      status: fc.constant('closed' as const),
      classification: fc.constant(classification),
      determination: fc.constant(null),
      reason:
        LEGAL_REASONS[classification].length === 0
          ? fc.constant(null)
          : fc.constantFrom(...LEGAL_REASONS[classification]),
      note,
    }),
  ),
);

describe('translating a state', () => {
  test('what Defender holds agrees with its own projection', () => {
    fc.assert(fc.property(defenderState, (state) => agree(state, toSentinelState(state))));
  });

  test('what Sentinel holds agrees with what Defender is given for it, whatever Defender held before', () => {
    fc.assert(
      fc.property(sentinelState, defenderState, (state, present) => agree(toDefenderState(state, present), state)),
    );
  });

  test('only legal pairs of classification and detail are ever made', () => {
    fc.assert(
      fc.property(sentinelState, defenderState, (sentinel, defender) => {
        const made = toSentinelState(defender);
        const given = toDefenderState(sentinel, openState('new'));
        expect([null, ...LEGAL_REASONS[made.classification]]).toContain(made.reason);
        expect([null, ...LEGAL_DETERMINATIONS[given.classification]]).toContain(given.determination);
      }),
    );
  });

  test('a more specific determination is not overwritten by its own projection', () => {
    const phishing: State = {
      ...openState('new'),
      status: 'closed',
      classification: 'truePositive',
      determination: 'phishing',
    };
    const back = { ...toSentinelState(phishing), note: 'now with a note' };
    expect(toDefenderState(back, phishing)).toMatchObject({ determination: 'phishing', note: 'now with a note' });
  });

  test('a classification an analyst set early is kept when Sentinel closes with the same one', () => {
    const early: State = { ...openState('active'), classification: 'truePositive', determination: 'malware' };
    const closed: State = {
      ...openState('new'),
      status: 'closed',
      classification: 'truePositive',
      reason: 'suspiciousActivity',
    };
    expect(toDefenderState(closed, early)).toMatchObject({ status: 'closed', determination: 'malware' });
  });
});
