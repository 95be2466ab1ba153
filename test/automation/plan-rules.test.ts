import { openState } from '../../src/incident/state.ts';
import { planRules } from '../../src/automation/plan-rules.ts';
import type { Subject } from '../../src/automation/subject.ts';
import { rules } from './rule-entries.ts';

const subject: Subject = {
  title: 'Phish',
  severity: 'low',
  state: openState('new'),
  owner: null,
  tags: ['vip'],
  products: [],
  source: 'Defender',
  onDefender: true,
  onSentinel: true,
};
const plan = (...entries: object[]) =>
  planRules(rules(...entries), { kind: 'opened', field: null, origin: 'defender' }, subject);
const names = (...entries: object[]) => plan(...entries).map(({ rule }) => rule);

test('a later rule sees what the earlier ones set', () => {
  const raise = { if: { tags: { any: 'vip' } }, then: [{ severity: 'high' }, { tags: ['+raised', '-vip'] }] };
  expect(
    names(raise, { if: { severity: 'high', tags: { all: 'raised', none: 'vip' } }, then: [{ status: 'active' }] }),
  ).toEqual(['rule 1', 'rule 2']);
  expect(names(raise, { if: { severity: 'low' }, then: [{ status: 'active' }] })).toEqual(['rule 1']);
});

test('the first that says stop is the last, also when it finds nothing to change', () => {
  const stop = { if: { severity: 'low' }, then: [{ severity: 'low' }], stop: true };
  expect(names(stop, { then: [{ status: 'active' }] })).toEqual([]);
  expect(names({ ...stop, if: { severity: 'high' } }, { then: [{ status: 'active' }] })).toEqual(['rule 2']);
});

test('what is so already is no action; a comment and a message always are', () => {
  const then = [{ assign: 'nobody' }, { severity: 'low' }, { tags: ['+VIP', '-other'] }, { comment: 'Look' }];
  expect(plan({ then })).toEqual([{ rule: 'rule 1', asks: [{ kind: 'comment', text: 'Look' }], refused: [] }]);
});

test('what is closed is neither set active nor closed again', () => {
  const close = { classification: 'truePositive', determination: 'phishing' };
  const [only, ...more] = plan({ then: [{ close }, { status: 'active' }] }, { then: [{ close }] });
  expect(only!.asks.map(({ kind }) => kind)).toEqual(['close']);
  expect(more).toEqual([]);
});

test('what may not be set is not seen by later rules', () => {
  const plans = planRules(
    rules({ then: [{ severity: 'high' }] }, { if: { severity: 'high' }, then: [{ status: 'active' }] }),
    null,
    subject,
    () => 'frozen',
  );
  expect(plans).toEqual([
    { rule: 'rule 1', asks: [], refused: [{ ask: { kind: 'severity', severity: 'high' }, code: 'frozen' }] },
  ]);
});
