import { openState } from '../../src/incident/state.ts';
import { answersTo, isForRules, speaksOf } from '../../src/automation/match-rule.ts';
import type { Occurrence } from '../../src/automation/match-rule.ts';
import type { Subject } from '../../src/automation/subject.ts';
import { rules } from './rule-entries.ts';

const ana = { upn: 'Ana@contoso.test', objectId: '0000000a-0000-4000-8000-000000000001', name: 'Ana Diaz' };
const incident: Subject = {
  title: 'Phishing: invoice for Ágnes from mail.evil.example',
  severity: 'medium',
  state: openState('new'),
  owner: ana,
  tags: ['VIP', 'mail room'],
  products: ['Microsoft Defender for Office 365', 'Microsoft Defender for Endpoint'],
  source: 'Defender',
  onDefender: true,
  onSentinel: false,
};
const [rule] = rules({ then: [{ status: 'active' }] });
const speaks = (conditions: object, changes: Partial<Subject> = {}) =>
  speaksOf(rules({ if: conditions, then: [{ status: 'active' }] })[0]!, { ...incident, ...changes });

describe('a rule speaks of an incident', () => {
  test.each<[object, boolean]>([
    [{}, true],
    [{ severity: 'medium' }, true],
    [{ severity: ['high', 'medium'] }, true],
    [{ severity: ['high', 'low'] }, false],
    [{ status: 'new' }, true],
    [{ status: ['active', 'closed'] }, false],
    [{ tags: { any: 'vip' } }, true],
    [{ tags: { any: ['other', ' MAIL ROOM '] } }, true],
    [{ tags: { any: 'mail' } }, false],
    [{ tags: { all: ['vip', 'mail room'] } }, true],
    [{ tags: { all: ['vip', 'other'] } }, false],
    [{ tags: { none: 'vip' } }, false],
    [{ tags: { any: 'vip', none: 'handled' } }, true],
    [{ title: { contains: 'INVOICE' } }, true],
    [{ title: { contains: ['receipt', 'ágnes'] } }, true],
    [{ title: { contains: 'a\u0301gnes' } }, true],
    [{ title: { contains: '*' } }, false],
    [{ title: { matches: 'phishing:*' } }, true],
    [{ title: { matches: 'invoice*' } }, false],
    [{ title: { matches: '*mail?evil*' } }, true],
    [{ title: { contains: 'invoice', matches: '*receipt*' } }, false],
    [{ product: 'microsoft defender for endpoint' }, true],
    [{ product: 'Defender for Endpoint' }, false],
    [{ source: 'defender' }, true],
    [{ source: ['Azure Sentinel'] }, false],
    [{ owner: 'anybody' }, true],
    [{ owner: 'nobody' }, false],
    [{ owner: 'ana@CONTOSO.test' }, true],
    [{ owner: ['sam@contoso.test', '0000000A-0000-4000-8000-000000000001'] }, true],
    [{ owner: ['nobody', 'sam@contoso.test'] }, false],
    [{ existsOn: 'defender' }, true],
    [{ existsOn: 'sentinel' }, false],
    [{ existsOn: 'both' }, false],
    [{ severity: 'medium', tags: { any: 'vip' }, owner: 'nobody' }, false],
  ])('if %j: %s', (conditions, expected) => {
    expect(speaks(conditions)).toBe(expected);
  });

  test('nobody owns it when nothing tells who does', () => {
    const nameless = { upn: null, objectId: null, name: ' ' };
    for (const owner of [null, nameless]) expect(speaks({ owner: 'nobody' }, { owner })).toBe(true);
  });

  test('one of which Sentinel does not say who made it has no source', () => {
    expect(speaks({ source: ['Defender', 'Azure Sentinel'] }, { source: null })).toBe(false);
  });
});

describe('a rule answers to', () => {
  const opened: Occurrence = { kind: 'opened', field: null, origin: 'defender' };
  const changed: Occurrence = { kind: 'changed', field: 'tags', origin: 'sentinel' };
  const entry = (more: object) => ({ ...rule, ...rules({ then: [{ status: 'active' }], ...more })[0]! });

  test.each<[object, boolean, boolean]>([
    [{ when: 'created' }, true, false],
    [{ when: 'updated' }, false, true],
    [{ when: ['created', 'updated'] }, true, true],
    [{ when: ['created', 'updated'], changed: 'tags' }, true, true],
    [{ when: 'updated', changed: ['severity', 'owner'] }, false, false],
    [{ when: 'updated', changed: 'status' }, false, false],
    [{ when: ['created', 'updated'], if: { changedOn: 'defender' } }, true, false],
    [{ when: ['created', 'updated'], if: { changedOn: ['chat', 'sentinel'] } }, false, true],
  ])('%j: a new incident %s, tags changed in Sentinel %s', (more, onOpened, onChanged) => {
    expect([answersTo(entry(more), opened), answersTo(entry(more), changed)]).toEqual([onOpened, onChanged]);
  });

  test('what people and Defender do, and nothing that rules or the sync do', () => {
    const seen = (['defender', 'sentinel', 'chat', 'rule', 'sync'] as const).filter((origin) =>
      isForRules({ ...changed, origin }),
    );
    expect(seen).toEqual(['defender', 'sentinel', 'chat']);
    for (const kind of ['commented', 'merged', 'asked', 'overruled', 'failed'] as const)
      expect(isForRules({ ...changed, kind })).toBe(false);
  });
});
