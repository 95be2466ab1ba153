import { readRules } from '../../src/automation/read-rules.ts';

const good = { name: 'VIP', when: 'created', then: [{ severity: 'high' }] };
const faultsOf = (...rules: unknown[]) =>
  readRules({ rules }).faults.map(({ place, found, accepted }) => `${place}: ${found}; ${accepted}`);

describe('the rules of a file', () => {
  test('are read in order, single values as lists of one', () => {
    const person = '0000000A-0000-4000-8000-000000000001';
    const { rules, faults } = readRules({
      $schema: 'rules.schema.json',
      rules: [
        { ...good, if: { tags: { any: 'vip' }, owner: ['nobody', 'ana@contoso.test'] } },
        {
          name: 'Noise',
          when: ['created', 'updated'],
          changed: 'tags',
          if: { title: { matches: 'Test *' } },
          then: [
            { assign: person },
            { assign: 'sam@contoso.test' },
            { assign: 'nobody' },
            { tags: ['+a b', '-c'] },
            { status: 'active' },
            { close: { classification: 'falsePositive', determination: 'notMalicious' } },
            { close: { classification: 'undetermined', note: 'old' } },
            { notify: { conversation: '19:soc@thread.tacv2' } },
          ],
          stop: true,
        },
      ],
    });
    expect(faults).toEqual([]);
    expect(rules[0]).toEqual({
      name: 'VIP',
      when: ['created'],
      changed: null,
      conditions: { tags: { any: ['vip'] }, owner: ['nobody', 'ana@contoso.test'] },
      asks: [{ kind: 'severity', severity: 'high' }],
      stop: false,
    });
    expect(rules[1]).toMatchObject({
      changed: ['tags'],
      stop: true,
      asks: [
        { kind: 'assign', to: { upn: null, objectId: person.toLowerCase() } },
        { kind: 'assign', to: { upn: 'sam@contoso.test', objectId: null } },
        { kind: 'assign', to: null },
        { kind: 'tags', add: ['a b'], remove: ['c'] },
        { kind: 'activate' },
        { kind: 'close', classification: 'falsePositive', determination: 'notMalicious', note: null },
        { kind: 'close', classification: 'undetermined', determination: null, note: 'old' },
        { kind: 'notify', conversationId: '19:soc@thread.tacv2', text: '' },
      ],
    });
  });

  test('are refused with every fault and its place, all at once', () => {
    expect(
      faultsOf(
        { ...good, when: 'deleted', if: { severity: ['hihg'], team: 'SOC' } },
        { ...good, name: 'Other', then: [] },
        { ...good, name: 'Third', then: [{ severity: 'unknown' }, { severity: 'high', status: 'active' }] },
      ),
    ).toEqual([
      'rules[0].when: "deleted"; created, updated; or a list of them',
      'rules[0].if.severity: ["hihg"]; high, medium, low, informational, unknown; or a list of them',
      'rules[0].if.team: a key without a meaning; severity, status, tags, title, product, source, owner, existsOn, changedOn',
      'rules[1].then: []; a list of actions, at least one',
      'rules[2].then[0].severity: "unknown"; high, medium, low, informational',
      expect.stringMatching(/^rules\[2\]\.then\[1\]: {"severity":"high","status":"active"}; one of assign, severity/),
    ]);
  });

  test.each<[string, object, string]>([
    [
      'a closure without a classification',
      { close: {} },
      'then[0].close.classification: nothing; truePositive, falsePositive',
    ],
    [
      'a determination that does not go with it',
      { close: { classification: 'falsePositive', determination: 'phishing' } },
      'then[0].close.determination: "phishing"; a determination that goes with the classification: notMalicious',
    ],
    [
      'a closure without a determination where there are some',
      { close: { classification: 'truePositive' } },
      'then[0].close.determination: nothing; a determination that goes with the classification: multiStagedAttack',
    ],
    [
      'closing as a status',
      { status: 'closed' },
      'then[0].status: "closed"; active (what closes an incident is written',
    ],
    ['a tag without a sign', { tags: ['vip'] }, 'then[0].tags[0]: "vip"; tags to add, such as "+vip"'],
    ['a tag added and removed', { tags: ['+vip', '-VIP'] }, 'then[0].tags: ["+vip","-VIP"]; each tag once'],
    [
      'somebody who can be nobody',
      { assign: 'Ana Diaz' },
      'then[0].assign: "Ana Diaz"; nobody, or a person\'s UPN or object id',
    ],
    ['a comment without words', { comment: ' ' }, 'then[0].comment: " "; a text of at most 1000 characters'],
    [
      'a thread in place of its channel',
      { notify: { conversation: '19:soc@thread.tacv2;messageid=1' } },
      'then[0].notify.conversation: "19:soc@thread.tacv2;messageid=1"; the id of a Teams conversation',
    ],
    ['no action', {}, 'then[0]: {}; one of assign'],
  ])('%s is refused', (_, action, fault) => {
    expect(faultsOf({ ...good, then: [action] })).toEqual([expect.stringContaining(`rules[0].${fault}`)]);
  });

  test('have names of their own, and name changed fields only where an update is waited for', () => {
    expect(faultsOf(good, { ...good, name: 'vip' }, { ...good, name: 'Other', changed: 'tags' })).toEqual([
      'rules[1].name: the name of rules[0]; a name of its own',
      'rules[2].changed: ["tags"]; nothing, unless "when" has updated',
    ]);
  });

  test.each([[], 5, null, { rules: {} }, { rule: [] }])('are not %j', (file) => {
    const { rules, faults } = readRules(file);
    expect(rules).toEqual([]);
    expect(faults).not.toEqual([]);
  });

  test('long values are shown shortened', () => {
    const [fault] = readRules({ rules: [{ ...good, name: 'n'.repeat(200) }] }).faults;
    expect(fault!.found).toHaveLength(81);
  });
});
