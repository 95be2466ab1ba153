import { policyForAll } from '../../../src/sync/conflict-policy.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { VIP, refusals, tag, worldWith } from './rules-world.ts';

/** Invariant: a rule takes nothing from a person that it had not seen, and what it sets aside is told. */

let world: SyncWorld;
afterEach(() => world.close());

/** A medium incident in a world with these rules. */
async function withRules(...entries: object[]): Promise<string> {
  world = await worldWith({}, ...entries);
  return world.linked('Phish', { severity: 'medium' });
}

describe('a person', () => {
  test('who sets back what a rule set keeps it', async () => {
    const id = await withRules(VIP);
    tag(world, id);
    await world.settle();
    await world.act({ kind: 'severity', severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect(await refusals(world)).toEqual(['refused:putBack']);
  });

  test('whose wish is still on its way is not written over', async () => {
    const id = await withRules(VIP);
    world.sides.sentinelSide.setDown(true);
    await world.act({ kind: 'severity', severity: 'low' });
    await world.act({ kind: 'tags', tags: ['vip'] });
    await world.desk.syncNow();
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
    expect(await refusals(world)).toContain('refused:person');
  });

  test('whose tags are still on their way gets the tag of a rule besides', async () => {
    const id = await withRules({ if: { tags: { any: 'vip' } }, then: [{ tags: ['+triage'] }] });
    world.sides.sentinelSide.setDown(true);
    await world.act({ kind: 'tags', tags: ['vip', 'mail'] });
    await world.desk.syncNow();
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(world.original(id).incident.tags.toSorted()).toEqual(['mail', 'triage', 'vip']);
    expect(world.twin(id).incident.tags.toSorted()).toEqual(['mail', 'triage', 'vip']);
    const written = (await world.audit()).filter(
      ({ outcome, action }) => action === 'write tags' && /^(replaced|overruled)/.test(outcome),
    );
    expect(written).toEqual([]);
  });

  test('whose edit the rule had not seen keeps it on both sides, and is told', async () => {
    const id = await withRules(VIP);
    world.sides.sentinelSide.setDown(true);
    tag(world, id);
    // Defender takes the rule's value; in Sentinel somebody is quicker than the write.
    await world.desk.syncNow();
    world.clock.advance(30_000);
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'informational' });
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(world.severities(id)).toEqual(['informational', 'informational']);
    expect((await world.desk.view(1))!.overruled[0]).toBe(
      'High severity wanted by a rule. Kept: informational severity, set in Sentinel (a later edit stands above a rule).',
    );
  });

  test('whose uncarried change a rule sets aside is told so on the card and in the audit', async () => {
    const id = await withRules({
      when: 'updated',
      changed: 'severity',
      if: { severity: 'low' },
      then: [{ severity: 'high' }],
    });
    world.sides.defenderSide.edit(id, { severity: 'low' });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect((await world.desk.view(1))!.overruled).toEqual([
      expect.stringMatching(
        /^Low severity in Defender by raj@contoso.test.* Kept: high severity \(the rule "rule 1"\)\.$/,
      ),
    ]);
    expect((await world.audit()).some(({ outcome }) => outcome === 'overruled:defender')).toBe(true);
  });

  test('who is later than a rule that waits replaces its wish', async () => {
    const id = await withRules(VIP);
    world.sides.sentinelSide.setDown(true);
    tag(world, id);
    await world.desk.syncNow();
    await world.act({ kind: 'severity', severity: 'low' });
    world.sides.sentinelSide.setDown(false);
    await world.settle();
    expect(world.severities(id)).toEqual(['low', 'low']);
  });
});

describe('with the policy ask', () => {
  test('a question stays a question where no rule speaks', async () => {
    world = await worldWith({ conflictPolicy: policyForAll('ask') }, VIP);
    await world.desk.syncNow();
    const id = await world.linked('Phish', { severity: 'medium' });
    world.sides.defenderSide.edit(id, { severity: 'low' });
    world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'high' });
    await world.settle();
    expect((await world.desk.view(1))!.questions).toHaveLength(1);
    tag(world, id);
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect((await world.desk.view(1))!.questions).toEqual([]);
  });
});
