import { openState } from '../../../src/incident/state.ts';
import type { SyncWorld } from '../../support/sync-world.ts';
import { IDLE, VIP, acceptedRuns, refusals, tag, worldWith } from './rules-world.ts';

/**
 * Invariant: an automation rule answers to what people and Defender do, once an event, on both sides; never to what a
 * rule or the sync did, so that nothing goes round.
 */

let world: SyncWorld;
afterEach(() => world.close());

/** A medium incident in a world with these rules. */
async function withRules(...entries: object[]): Promise<string> {
  world = await worldWith({}, ...entries);
  return world.linked('Phish', { severity: 'medium' });
}

describe('a rule', () => {
  test('sets the severity on both sides when somebody tags the incident in Defender, and then is still', async () => {
    const id = await withRules(VIP);
    world.clock.advance(60_000);
    tag(world, id);
    await world.desk.syncNow();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect(world.twin(id).incident.tags).toEqual(['vip']);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(IDLE);
    expect(await acceptedRuns(world)).toHaveLength(1);
  });

  test('answers to a tag set in Sentinel, and to one set in chat by the next cycle', async () => {
    const id = await withRules(VIP);
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['vip'] });
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    const other = await world.linked('Malware', { severity: 'low' });
    await world.act({ kind: 'tags', tags: ['vip'] }, { incident: 2 });
    expect(world.severities(other)).toEqual(['low', 'low']);
    await world.desk.syncNow();
    expect(world.severities(other)).toEqual(['high', 'high']);
  });

  test('answers to an incident that is new, before its twin is made', async () => {
    await withRules(VIP);
    const id = await world.linked('Ransomware', { severity: 'low', tags: ['vip'] });
    expect(world.severities(id)).toEqual(['high', 'high']);
    await world.settle();
    expect(await world.desk.syncNow()).toEqual(IDLE);
  });

  test('is named in the audit and in the history, and its change is no change of a person', async () => {
    const id = await withRules(VIP);
    tag(world, id);
    await world.settle();
    const rows = (await world.audit()).filter(({ actor }) => actor.kind === 'rule');
    const told = rows.map(({ actor, action, outcome }) => [actor.name, action, outcome].join(': '));
    expect(told.toSorted()).toEqual([
      'VIPs are high: rule: accepted',
      'VIPs are high: write severity: written:defender',
      'VIPs are high: write severity: written:sentinel',
    ]);
    expect((await world.store.sync.eventsOf(1)).at(-1)).toMatchObject({
      origin: 'rule',
      kind: 'changed',
      field: 'severity',
      actorName: 'VIPs are high',
      before: 'medium',
      now: 'high',
    });
  });

  test('can assign, tag, set active and comment at once, each on both sides and once', async () => {
    const person = 'sam@contoso.test';
    const then = [{ assign: person }, { tags: ['+triage', '-raw'] }, { status: 'active' }, { comment: 'Over to Sam' }];
    const id = await withRules({ when: 'updated', changed: 'tags', if: { tags: { any: 'vip' } }, then });
    tag(world, id, ['raw', 'vip']);
    await world.settle();
    for (const { incident, comments } of [world.original(id), world.twin(id)]) {
      expect(incident).toMatchObject({ owner: { upn: person }, state: { status: 'active' } });
      expect(incident.tags.toSorted()).toEqual(['triage', 'vip']);
      expect(comments.map(({ text }) => text.split('\n')[0])).toEqual(['Rule "rule 1": Over to Sam']);
    }
    expect(await acceptedRuns(world)).toHaveLength(1);
    expect(await world.desk.syncNow()).toEqual(IDLE);
  });

  test('closes with a classification, whole, and does not close again what somebody reopened with that', async () => {
    const close = { classification: 'falsePositive', determination: 'notMalicious', note: 'known noise' };
    const id = await withRules({ if: { title: { contains: 'phish' }, tags: { any: 'noise' } }, then: [{ close }] });
    tag(world, id, ['noise']);
    await world.settle();
    const note = 'Rule "rule 1": known noise';
    expect(world.original(id).incident.state).toMatchObject({ status: 'closed', determination: 'notMalicious', note });
    expect(world.twin(id).incident.state).toMatchObject({ status: 'closed', reason: 'incorrectAlertLogic', note });
    world.sides.sentinelSide.edit(world.twinOf(id), { state: openState('active') });
    await world.settle();
    expect(world.original(id).incident.state.status).toBe('active');
    expect(await refusals(world)).toEqual(['refused:putBack']);
  });
});

describe('rules after each other', () => {
  test('see what the earlier ones set, unless one says stop', async () => {
    const assign = { if: { severity: 'high' }, then: [{ assign: 'sam@contoso.test' }] };
    const id = await withRules(VIP, assign);
    tag(world, id);
    await world.settle();
    expect(world.original(id).incident.owner?.upn).toBe('sam@contoso.test');
    await world.close();
    const other = await withRules({ ...VIP, stop: true }, assign);
    tag(world, other);
    await world.settle();
    expect(world.severities(other)).toEqual(['high', 'high']);
    expect(world.original(other).incident.owner).toBeNull();
  });

  test('that contradict each other act once, and the last one stands', async () => {
    const id = await withRules(
      { if: { severity: ['medium', 'high'] }, then: [{ severity: 'low' }] },
      { if: { severity: 'low' }, then: [{ severity: 'informational' }] },
      { if: { severity: 'informational' }, then: [{ severity: 'high' }] },
    );
    // The incident that is new is answered to as well.
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect(await acceptedRuns(world)).toHaveLength(3);
    expect(await world.desk.syncNow()).toEqual(IDLE);
  });
});

describe('what answers a rule', () => {
  test('an automation that puts the value back is not fought', async () => {
    const id = await withRules(VIP);
    tag(world, id);
    await world.desk.syncNow();
    for (let turn = 0; turn < 5; turn += 1) {
      world.clock.advance(310_000);
      if (world.twin(id).incident.severity === 'high')
        world.sides.sentinelSide.edit(world.twinOf(id), { severity: 'medium' });
      await world.desk.syncNow();
    }
    expect(world.severities(id)).toEqual(['medium', 'medium']);
    expect(await acceptedRuns(world)).toHaveLength(1);
  });

  test('an automation that answers with something else is left alone after ten times in a day', async () => {
    const id = await withRules({ when: 'updated', changed: 'tags', then: [{ comment: 'Tags changed' }] });
    for (let turn = 0; turn < 15; turn += 1) {
      world.clock.advance(310_000);
      world.sides.sentinelSide.edit(world.twinOf(id), { tags: [`t${turn}`] });
      await world.desk.syncNow();
    }
    await world.settle();
    expect(await acceptedRuns(world)).toHaveLength(10);
    expect(world.twin(id).comments).toHaveLength(10);
    expect(await refusals(world)).toContain('refused:tooOften');
    world.clock.advance(86_400_000);
    world.sides.sentinelSide.edit(world.twinOf(id), { tags: ['next day'] });
    await world.settle();
    expect(await acceptedRuns(world)).toHaveLength(11);
  });

  test('another rule is none: what rules and the sync do is not asked about', async () => {
    const id = await withRules(VIP, { when: 'updated', changed: 'severity', then: [{ comment: 'Severity changed' }] });
    tag(world, id);
    await world.settle();
    expect(world.severities(id)).toEqual(['high', 'high']);
    expect(world.twin(id).comments).toEqual([]);
  });
});
