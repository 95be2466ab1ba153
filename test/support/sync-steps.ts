import fc from 'fast-check';
import type { FieldValues } from '../../src/incident/incident.ts';
import { SIDES } from '../../src/incident/side.ts';
import type { Side } from '../../src/incident/side.ts';
import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import type { Ask } from '../../src/sync/ports/desk.ts';

/** Which incident a step is about: counted among those that were not merged. */
type Which = number;
type When = 'before' | 'after';

export type ClickStep = { do: 'click'; which: Which; ask: Ask; by: 'ana' | 'bob' };
export type CycleStep = { do: 'cycle' };

/** Something that happens. Plain values, so that a script that fails can be read and kept as an example. */
export type Step =
  | ClickStep
  | CycleStep
  | { do: 'raise'; owner: string | null }
  | { do: 'edit'; side: Side; which: Which; changes: Partial<FieldValues> }
  | { do: 'comment'; where: Side | 'chat'; which: Which }
  /** Correlation adds an alert. */
  | { do: 'alert'; which: Which }
  | { do: 'wait'; seconds: number }
  | { do: 'fault'; side: Side; when: When; error: keyof typeof ERRORS }
  | { do: 'crash'; request: number; when: When; during: ClickStep | CycleStep }
  | { do: 'down'; side: Side; isDown: boolean }
  /** From here on a side's lists do not show what was modified in the last seconds. */
  | { do: 'list late'; seconds: number }
  | { do: 'list incompletely'; isPartial: boolean }
  /** Defender folds one incident into the next. */
  | { do: 'merge'; which: Which }
  /** Clicks and cycles that begin a few turns of the event loop after each other, and whole seconds. */
  | { do: 'together'; steps: (ClickStep | CycleStep)[]; turnsBetween: number; secondsBetween: number };

export const ERRORS = {
  reset: new RemoteError('unreachable', 'reset', { inDoubt: true }),
  throttled: new RemoteError('throttled', 'slow down', { status: 429, retryAfterSeconds: 2 }),
  badGateway: new RemoteError('server', 'bad gateway', { status: 502, inDoubt: true }),
};

/** An owner only Defender can hold: Sentinel's directory knows nobody by that name. */
export const NOBODY_KNOWS = 'Defender Experts';

const severity = fc.constantFrom('high', 'medium', 'low', 'informational');
const tags = fc.array(fc.constantFrom('vip', 'phish', 'Phish', 'lab'), { maxLength: 3 });
const open = fc.constantFrom(openState('new'), openState('active'));
const closed: Record<Side, fc.Arbitrary<State>> = {
  defender: fc.constantFrom<State>(
    { status: 'closed', classification: 'truePositive', determination: 'malware', reason: null, note: 'found' },
    { status: 'closed', classification: 'falsePositive', determination: 'other', reason: null, note: '' },
    { status: 'closed', classification: 'undetermined', determination: null, reason: null, note: '' },
  ),
  sentinel: fc.constantFrom<State>(
    {
      status: 'closed',
      classification: 'benignPositive',
      determination: null,
      reason: 'suspiciousButExpected',
      note: '',
    },
    { status: 'closed', classification: 'falsePositive', determination: null, reason: 'inaccurateData', note: 'x' },
  ),
};
const upns: Record<Side, fc.Arbitrary<string | null>> = {
  defender: fc.constantFrom(null, 'raj@contoso.test', 'sam@contoso.test', NOBODY_KNOWS),
  sentinel: fc.constantFrom(null, 'raj@contoso.test', 'sam@contoso.test'),
};

const changesOn = (side: Side): fc.Arbitrary<Partial<FieldValues>> =>
  fc.oneof(
    fc.record({ severity }),
    fc.record({ tags }),
    fc.record({ state: fc.oneof(open, closed[side]) }),
    upns[side].map((upn) => ({
      owner: upn === null ? null : { upn, objectId: side === 'sentinel' ? `id-of-${upn}` : null, name: null },
    })),
  );

const person = {
  ana: { objectId: '00000000-0000-4000-8000-0000000000aa', upn: 'ana@contoso.test', name: 'Ana Diaz' },
  bob: { objectId: '00000000-0000-4000-8000-0000000000bb', upn: 'bob@contoso.test', name: 'Bob Lund' },
};
const ask: fc.Arbitrary<Ask> = fc.oneof(
  fc.constantFrom<Ask>(
    { kind: 'assign', to: { ...person.ana, tenantId: 'contoso' } },
    { kind: 'assign', to: { ...person.bob, tenantId: 'contoso' } },
    { kind: 'assign', to: null },
    { kind: 'activate' },
    { kind: 'reopen' },
    { kind: 'undo' },
    { kind: 'close', classification: 'truePositive', determination: 'phishing', reason: null, comment: null },
  ),
  fc.record({ kind: fc.constant('severity'), severity }),
  fc.record({ kind: fc.constant('tags'), tags }),
);

const which = fc.nat({ max: 2 });
const when = fc.constantFrom('before', 'after');
const side = fc.constantFrom(...SIDES);
const click: fc.Arbitrary<ClickStep> = fc.record({
  do: fc.constant('click'),
  which,
  ask,
  by: fc.constantFrom('ana', 'bob'),
});
const cycle = fc.constant<CycleStep>({ do: 'cycle' });
const edit = (on: Side): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant('edit'), side: fc.constant(on), which, changes: changesOn(on) });

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('raise'), owner: fc.constantFrom(null, NOBODY_KNOWS) }) },
  { weight: 3, arbitrary: edit('defender') },
  { weight: 3, arbitrary: edit('sentinel') },
  { weight: 4, arbitrary: click },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('comment'), where: fc.constantFrom(...SIDES, 'chat'), which }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('alert'), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 3, arbitrary: cycle },
  {
    weight: 2,
    arbitrary: fc
      .record({
        do: fc.constant('fault'),
        side,
        when,
        error: fc.constantFrom('reset', 'throttled', 'badGateway'),
      })
      // A side that throttles did nothing, and says so.
      .filter((fault) => fault.when === 'before' || ERRORS[fault.error].inDoubt),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('crash'),
      request: fc.integer({ min: 1, max: 8 }),
      when,
      during: fc.oneof(cycle, click),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('down'), side, isDown: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('list late'), seconds: fc.constantFrom(0, 30, 120) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('list incompletely'), isPartial: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge'), which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('together'),
      steps: fc.array(fc.oneof(click, cycle), { minLength: 2, maxLength: 3 }),
      turnsBetween: fc.nat({ max: 12 }),
      secondsBetween: fc.integer({ min: 1, max: 3 }),
    }),
  },
);
