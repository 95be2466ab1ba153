import { REQUEST_POINTS, TRANSACTION_POINTS } from '../support/crashes.ts';
import type { CrashPoint, RequestKind } from '../support/crashes.ts';
import { PROPERTIES } from '../support/model/properties.ts';
import type { Setting, Situation } from '../support/model/situation.ts';
import type { Doing, Step } from '../support/model/step.ts';
import { VIP } from './rules/rules-world.ts';

/**
 * The process dies just before and just after each of its requests and transactions, each time in a script that leads
 * there, and every invariant holds all the same. A script that does not reach its point fails.
 */

interface Way extends Partial<Setting> {
  before?: Step[];
  during: Doing;
  after?: Step[];
}

const cycle = { do: 'cycle' } as const;
const compare = { do: 'compare' } as const;
const wait = (seconds: number) => ({ do: 'wait', seconds }) as const;
const alert = { do: 'alert', which: 0, isChange: false } as const;
const edit = (side: 'defender' | 'sentinel') =>
  ({ do: 'edit', side, which: 0, changes: { severity: 'low' } }) as const satisfies Step;
const comment = (where: 'defender' | 'sentinel') => ({ do: 'comment', where, which: 0 }) as const;
const click = { do: 'click', which: 0, ask: { kind: 'severity', severity: 'medium' }, by: 'ana' } as const;
const say = { do: 'click', which: 0, ask: { kind: 'comment', text: '' }, by: 'ana' } as const;
const fault = (side: 'defender' | 'sentinel', error: 'reset' | 'badGateway' | 'forbidden', on: RequestKind) =>
  ({ do: 'fault', side, when: error === 'reset' ? 'after' : 'before', error, on }) as const;
const removeFrom = (side: 'defender' | 'sentinel') => ({ do: 'delete', side, which: 0 }) as const;
const tidy = (what: 'playbook' | 'edit roll-up' | 'delete roll-up') => ({ do: 'tidy', which: 0, what }) as const;
const raise = { do: 'raise', owner: null } as const;

const WAYS: Record<CrashPoint, Way> = {
  'defender list': { before: [edit('defender')], during: cycle },
  'defender get': { during: click },
  'defender update': { during: click },
  'defender comment': { during: say },
  'defender alerts': { before: [alert], during: cycle },
  'sentinel list': { before: [edit('sentinel')], during: cycle },
  'sentinel get': { before: [raise], during: cycle },
  'sentinel update': { during: click },
  'sentinel create': { before: [raise], during: cycle },
  'sentinel comments': { before: [comment('sentinel')], during: cycle },
  'sentinel comment': { during: say },
  'sentinel bookmarks': { before: [alert, cycle, { ...alert, isChange: true }], during: cycle },
  'sentinel bookmark': { before: [alert], during: cycle },
  'sentinel relation': { before: [alert], during: cycle },
  observe: { before: [edit('defender')], during: cycle },
  'read comments': { before: [comment('sentinel')], during: cycle },
  'retry quarantine': {
    before: [edit('defender'), { do: 'list unreadably', isUnreadable: true }],
    during: cycle,
  },
  'read afresh': { before: [edit('sentinel')], during: { do: 'look afresh', which: 0 } },
  'find survivor': {
    minSeverity: 'medium',
    before: [raise, { ...edit('defender'), which: 1 }, cycle, { do: 'merge', which: 0 }],
    during: cycle,
  },
  'read names to hunt': { before: [alert], during: { do: 'hunt', which: 0 } },
  'confirm missing': {
    before: [removeFrom('sentinel'), compare, { do: 'restore' }, { do: 'list late', seconds: 9999 }, wait(700)],
    during: cycle,
  },
  'note missing': { before: [removeFrom('sentinel')], during: compare },
  decide: { before: [edit('defender')], during: cycle },
  'promise-cycle': { before: [edit('defender')], during: cycle },
  'promise alerts': { before: [alert], during: cycle },
  'read alerts': { before: [alert], during: cycle },
  'look for alerts': { before: [alert], during: compare },
  'ask rules': {
    rules: [VIP],
    before: [{ do: 'edit', side: 'defender', which: 0, changes: { tags: ['vip'] } }],
    during: cycle,
  },
  act: { during: click },
  obey: { during: { do: 'order', order: 'pause' } },
  'follow mode': { during: { do: 'another life', mode: 'observe' } },
  'look around': { before: [wait(3700)], during: cycle },
  compare: { during: compare },
  'ask for one': { before: [edit('defender'), { do: 'list late', seconds: 120 }], during: compare },
  'find a side empty': {
    before: [raise, cycle, removeFrom('sentinel'), { ...removeFrom('sentinel'), which: 1 }],
    during: compare,
  },
  'read again': { during: click },
  judge: { during: click },
  doubt: { during: click },
  amend: { before: [raise], during: cycle },
  'send roll-up': { knownComments: 90, during: say },
  'settle fields': { during: click },
  'settle twin': { before: [raise], during: cycle },
  'settle posted comment': { during: say },
  'find comment in doubt': {
    before: [
      fault('defender', 'reset', 'comment'),
      say,
      { do: 'list late', seconds: 9999 },
      { do: 'another life', mode: 'bridge' },
      wait(60),
    ],
    during: cycle,
  },
  'settle comment': { during: say },
  'settle roll-up': { knownComments: 90, during: say },
  'leave roll-up deleted': {
    knownComments: 90,
    before: [
      say,
      tidy('edit roll-up'),
      fault('sentinel', 'badGateway', 'comment'),
      cycle,
      tidy('delete roll-up'),
      { do: 'another life', mode: 'bridge' },
      wait(60),
    ],
    during: cycle,
  },
  'settle full incident': { knownComments: 100, during: say, after: [tidy('playbook')] },
  'give up or retry': { before: [fault('sentinel', 'badGateway', 'write')], during: click },
  'settle bookmark': { before: [alert], during: cycle },
  'settle alerts': { before: [alert], during: cycle },
  'put back alerts': { before: [alert, fault('sentinel', 'forbidden', 'bookmark')], during: cycle },
};

const points = [...REQUEST_POINTS, ...TRANSACTION_POINTS].flatMap((point) => [
  [point, 'before'] as const,
  [point, 'after'] as const,
]);

test.each(points.map(([point, when]) => [when, point] as const))(
  'everything is kept when the process dies %s: %s',
  async (when, point) => {
    const { before = [], during, after = [], ...setting } = WAYS[point];
    const at = { point, when, nth: 0 };
    let situation: Situation | null = null;
    await PROPERTIES.bridge.hold(
      { turns: [0], ...setting, script: [...before, { do: 'crash', at, during }, ...after] },
      (one) => {
        situation = one;
      },
    );
    expect(situation!.deaths).toEqual([at]);
  },
);
