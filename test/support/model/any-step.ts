import fc from 'fast-check';
import type { FieldValues } from '../../../src/incident/incident.ts';
import { FIELDS } from '../../../src/incident/incident.ts';
import { SIDES } from '../../../src/incident/side.ts';
import type { Side } from '../../../src/incident/side.ts';
import { openState } from '../../../src/incident/state.ts';
import type { State } from '../../../src/incident/state.ts';
import type { Asked } from '../asked.ts';
import { SYNC_MODES } from '../../../src/sync/posture/posture.ts';
import type { SyncMode } from '../../../src/sync/posture/posture.ts';
import { REQUEST_POINTS, TRANSACTION_POINTS } from '../crashes.ts';
import { ERRORS, NOBODY_KNOWS } from './step.ts';
import type { ClickStep, CompareStep, CycleStep, Doing, EditStep, LifeStep, OrderStep, Step } from './step.ts';

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
const side = fc.constantFrom(...SIDES);
const close = { kind: 'close', classification: 'truePositive', determination: 'phishing', reason: null } as const;
const ask: fc.Arbitrary<Asked> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<Asked>(
      { kind: 'assign', to: { ...person.ana, tenantId: 'contoso' } },
      { kind: 'assign', to: { ...person.bob, tenantId: 'contoso' } },
      { kind: 'assign', to: null },
      { kind: 'activate' },
      { kind: 'reopen' },
      { kind: 'undo' },
      { kind: 'handoff', to: { ...person.bob, tenantId: 'contoso' }, note: 'over to you' },
      { ...close, comment: null },
      { ...close, comment: 'contained' },
    ),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('severity'), severity }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('tags'), tags }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('keep'), field: fc.constantFrom(...FIELDS), side }) },
  { weight: 1, arbitrary: fc.constantFrom<Asked>({ kind: 'repair' }, { kind: 'retry' }) },
);

const which = fc.nat({ max: 2 });
const when = fc.constantFrom('before', 'after');
const click: fc.Arbitrary<ClickStep> = fc.record({
  do: fc.constant('click'),
  which,
  ask,
  by: fc.constantFrom('ana', 'bob'),
});
const cycle = fc.constant<CycleStep>({ do: 'cycle' });
const compare = fc.constant<CompareStep>({ do: 'compare' });
const order: fc.Arbitrary<OrderStep> = fc.record({
  do: fc.constant('order'),
  order: fc.constantFrom('pause', 'resume', 'go'),
});
const edit = (on: Side): fc.Arbitrary<EditStep> =>
  fc.record({ do: fc.constant('edit'), side: fc.constant(on), which, changes: changesOn(on) });
const machineEdit: fc.Arbitrary<EditStep> = fc.record({
  do: fc.constant('edit'),
  side: fc.constant('defender'),
  which,
  changes: fc.record({ severity }),
  by: fc.constant('machine'),
});
const comment = fc.record({ do: fc.constant('comment'), where: fc.constantFrom(...SIDES, 'chat'), which });

const doing: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 4, arbitrary: cycle },
  { weight: 4, arbitrary: click },
  { weight: 2, arbitrary: fc.oneof(edit('defender'), edit('sentinel')) },
  { weight: 1, arbitrary: comment },
  { weight: 1, arbitrary: compare },
  { weight: 1, arbitrary: order },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('look afresh', 'hunt'), which }) },
);

const life = (...modes: SyncMode[]): fc.Arbitrary<LifeStep> =>
  fc.record({ do: fc.constant('another life'), mode: fc.constantFrom(...modes) });

const crash = fc.record({
  do: fc.constant('crash'),
  at: fc.record({
    point: fc.oneof(
      fc.constant('any request'),
      fc.constantFrom(...REQUEST_POINTS),
      fc.constantFrom(...TRANSACTION_POINTS),
    ),
    when,
    nth: fc.nat({ max: 3 }),
  }),
  during: doing,
});

interface Weighted {
  weight: number;
  arbitrary: fc.Arbitrary<Step>;
}

/** What happens in every mode. */
const EVERYWHERE: Weighted[] = [
  { weight: 1, arbitrary: fc.record({ do: fc.constant('raise'), owner: fc.constantFrom(null, NOBODY_KNOWS) }) },
  { weight: 3, arbitrary: edit('defender') },
  { weight: 3, arbitrary: edit('sentinel') },
  { weight: 1, arbitrary: machineEdit },
  { weight: 4, arbitrary: click },
  { weight: 3, arbitrary: comment },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('alert'), which, isChange: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 3, arbitrary: cycle },
  { weight: 1, arbitrary: compare },
  { weight: 1, arbitrary: order },
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
  { weight: 4, arbitrary: crash },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('down'), side, isDown: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('list late'), seconds: fc.constantFrom(0, 30, 120) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('list unreadably'), isUnreadable: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('list incompletely'), isPartial: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('list again'),
      what: fc.constantFrom('nothing', 'all', 'old readings'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('conflict'), isTouched: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remark'), where: side, which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('together'),
      steps: fc.array(doing, { minLength: 2, maxLength: 3 }),
      turnsBetween: fc.nat({ max: 12 }),
      secondsBetween: fc.integer({ min: 1, max: 3 }),
    }),
  },
];

/** What happens where nobody else syncs. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  ...EVERYWHERE,
  {
    weight: 1,
    arbitrary: side.chain((on) =>
      fc.record({ do: fc.constant('edit all'), side: fc.constant(on), changes: changesOn(on) }),
    ),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete'), side, which }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'restore' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fault'),
      side,
      when: fc.constant('before'),
      error: fc.constant('refused'),
      on: fc.constant('write'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Step>({ do: 'fault', side: 'sentinel', when: 'before', error: 'forbidden', on: 'bookmark' }),
  },
  { weight: 1, arbitrary: life(...SYNC_MODES) },
);

const drops = fc.subarray(['status', 'severity', 'owner', 'tags', 'comments'] as const, { maxLength: 2 });
const direction = fc.record({ delaySeconds: fc.constantFrom(0, 2, 60, 600), drops }, { requiredKeys: [] });

/** What happens where Microsoft's own sync races us. */
export const anyStepBesideNativeSync: fc.Arbitrary<Step> = fc.oneof(
  ...EVERYWHERE,
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('native sync'),
      plan: fc.record(
        {
          state: fc.constantFrom('on', 'paused'),
          batchingSeconds: fc.constantFrom(0, 2, 300),
          carriesClosingNote: fc.boolean(),
          commentAuthor: fc.constantFrom('writer', 'connector'),
          toSentinel: direction,
          toDefender: direction,
        },
        { requiredKeys: [] },
      ),
    }),
  },
  { weight: 1, arbitrary: life('native', 'observe') },
);
