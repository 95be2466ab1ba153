import fc from 'fast-check';
import type { FieldValues } from '../../src/incident/incident.ts';
import type { Side } from '../../src/incident/side.ts';
import { openState } from '../../src/incident/state.ts';
import type { State } from '../../src/incident/state.ts';
import { sameTags } from '../../src/incident/tags.ts';
import { createTrafficMeter } from '../../src/sync/ports/traffic.ts';
import type { NativeSyncPlan } from '../../src/simulator/native-sync/settings.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createFakeSides } from '../support/fake-sides.ts';

const closed = (classification: State['classification'], detail: Partial<State> = {}): State => ({
  ...openState('new'),
  status: 'closed',
  classification,
  ...detail,
});
const raj = { upn: 'raj@contoso.test', objectId: null, name: null };

function createWorld(plan: NativeSyncPlan = {}) {
  const clock = createFakeClock();
  const sides = createFakeSides(clock, createTrafficMeter());
  const { defenderSide, sentinelSide, nativeSync } = sides;
  nativeSync.apply({ state: 'on', batchingSeconds: 0, ...plan });
  const wait = (seconds: number) => clock.advance(seconds * 1000);
  return {
    ...sides,
    clock,
    wait,
    pair(fields: Partial<FieldValues> = {}) {
      const id = sides.raise('Phish', fields);
      wait(5);
      return { id, name: nativeSync.twinOf(id)! };
    },
    inDefender: (id: string) => defenderSide.must(id).incident,
    inSentinel: (name: string) => sentinelSide.must(name).incident,
    texts: (side: Side, id: string) => sides[`${side}Side`].must(id).comments.map(({ text }) => text),
  };
}

test('by itself it is off, and no timer waits', () => {
  const clock = createFakeClock();
  const sides = createFakeSides(clock, createTrafficMeter());
  sides.raise('Phish');
  clock.advance(3_600_000);
  expect([sides.sentinelSide.held.size, clock.pending()]).toEqual([0, 0]);
});

test('a twin comes with the clock, under a random name and Microsoft as its provider', () => {
  const world = createWorld();
  const id = world.raise('Phish', { owner: raj, tags: ['vip'] });
  world.wait(4);
  expect(world.nativeSync.twinOf(id)).toBeNull();
  world.wait(1);
  const name = world.nativeSync.twinOf(id)!;
  expect(world.inSentinel(name)).toMatchObject({
    id: name,
    title: 'Phish',
    description: '',
    state: openState('new'),
    severity: 'high',
    owner: { upn: raj.upn, objectId: `id-of-${raj.upn}` },
    tags: ['vip'],
    provider: { name: 'Microsoft XDR', incidentId: id },
  });
});

test('fields are carried both ways after their delay, and a later write of the other side wins', () => {
  const world = createWorld({ toDefender: { delaySeconds: 9 } });
  const { id, name } = world.pair();
  const before = world.sentinelSide.must(name).etag;
  world.defenderSide.edit(id, { severity: 'low', tags: ['vip'] });
  world.wait(2);
  expect(world.inSentinel(name)).toMatchObject({ severity: 'low', tags: ['vip'] });
  expect(world.sentinelSide.must(name).etag).toBe(before + 1);

  world.defenderSide.edit(id, { severity: 'medium' });
  world.wait(1);
  world.sentinelSide.edit(name, { severity: 'informational', owner: raj });
  world.wait(8);
  expect(world.inDefender(id)).toMatchObject({ severity: 'medium', owner: null });
  world.wait(1);
  expect(world.inDefender(id)).toMatchObject({
    severity: 'informational',
    owner: raj,
    modifiedBy: 'Microsoft 365 Defender-SentinelSync',
  });
  expect(world.inSentinel(name).severity).toBe('informational');
});

test('a closing loses its detail both ways', () => {
  const world = createWorld();
  const { id, name } = world.pair();
  const found = closed('truePositive', { determination: 'malware', note: 'found' });
  world.defenderSide.edit(id, { state: found });
  world.wait(2);
  expect(world.inSentinel(name).state).toEqual(closed('truePositive', { reason: 'suspiciousActivity' }));

  world.sentinelSide.edit(name, { state: closed('falsePositive', { reason: 'incorrectAlertLogic' }) });
  world.wait(60);
  expect(world.inDefender(id).state).toEqual(closed('falsePositive', { note: 'found' }));
  expect(world.inSentinel(name).state.reason).toBe('incorrectAlertLogic');
  world.defenderSide.edit(id, { severity: 'low' });
  world.wait(2);
  expect(world.inSentinel(name).state.reason).toBe('inaccurateData');
});

test('only new comments are carried, once and as they are', async () => {
  const world = createWorld();
  const { id, name } = world.pair();
  await world.sentinel.putComment(name, 'our-own-id', 'from chat');
  world.commentInDefender(id, 'from Defender');
  world.wait(2);
  await world.sentinel.putComment(name, 'our-own-id', 'edited');
  world.wait(60);
  expect(world.texts('defender', id)).toEqual(['from Defender', 'from chat']);
  expect(world.texts('sentinel', name)).toEqual(['edited', 'from Defender']);
  expect(world.defenderSide.must(id).comments.at(-1)).toMatchObject({ id: null, author: 'Dragoman' });
});

test('a merge closes the twin with the tag that nobody is shown', async () => {
  const world = createWorld();
  const [from, into] = [world.pair({ tags: ['vip'] }), world.pair()];
  world.mergeInDefender(from.id, into.id);
  world.wait(2);
  expect(world.inSentinel(from.name)).toMatchObject({ state: closed('undetermined'), tags: ['Redirected'] });
  expect((await world.sentinel.get(from.name))?.incident.tags).toEqual([]);
  const unborn = world.raise('Phish');
  world.mergeInDefender(unborn, into.id);
  world.wait(60);
  expect(world.nativeSync.twinOf(unborn)).toBeNull();
});

test('paused it lets drift arise, and what is dropped never comes', () => {
  const world = createWorld({ toSentinel: { drops: ['owner'] } });
  const { id, name } = world.pair();
  world.nativeSync.apply({ state: 'paused' });
  world.defenderSide.edit(id, { severity: 'low', owner: raj });
  world.wait(3600);
  expect(world.inSentinel(name)).toMatchObject({ severity: 'high', owner: null });
  world.nativeSync.apply({ state: 'on' });
  world.nativeSync.step();
  expect(world.inSentinel(name)).toMatchObject({ severity: 'low', owner: null });
});

/**
 * Invariant: whatever people do on either side, in whatever order the connector's delays let it cross, once it has had
 * time both sides hold the same, each comment is on each side once, and nothing goes on being written. A native mode
 * that finds drift after that has found a fault of its own.
 */
describe('given time', () => {
  type Step =
    | { do: 'edit'; side: Side; which: number; changes: Partial<FieldValues> & { title?: string } }
    | { do: 'comment'; side: Side; which: number }
    | { do: 'wait'; seconds: number }
    | { do: 'raise' }
    | { do: 'merge'; which: number }
    | { do: 'pause'; isPaused: boolean };

  const state = fc.constantFrom(
    openState('new'),
    openState('active'),
    closed('truePositive'),
    closed('falsePositive'),
    closed('undetermined'),
  );
  const changes = fc.oneof(
    fc.record({ severity: fc.constantFrom('high', 'medium', 'low', 'informational') }),
    fc.record({ tags: fc.array(fc.constantFrom('vip', 'phish', 'lab'), { maxLength: 2 }) }),
    fc.record({ owner: fc.constantFrom(null, raj, { ...raj, upn: 'sam@contoso.test' }) }),
    fc.record({ title: fc.constantFrom('one', 'two') }),
    fc.record({ state }),
  );
  const side = fc.constantFrom('defender', 'sentinel');
  const which = fc.nat({ max: 3 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('edit'), side, which, changes }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('comment'), side, which }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), seconds: fc.nat({ max: 12 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('raise') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('merge'), which }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('pause'), isPaused: fc.boolean() }) },
  );
  const delays = fc.record({
    delaySeconds: fc.nat({ max: 10 }),
    delaySecondsOf: fc.record(
      {
        status: fc.nat({ max: 10 }),
        classification: fc.nat({ max: 10 }),
        severity: fc.nat({ max: 10 }),
        comments: fc.nat({ max: 10 }),
      },
      { requiredKeys: [] },
    ),
  });
  const plan = fc.record({
    creationDelaySeconds: fc.nat({ max: 10 }),
    batchingSeconds: fc.nat({ max: 10 }),
    toSentinel: delays,
    toDefender: delays,
  });

  test('both sides hold the same, said once, and are left alone', () => {
    fc.assert(
      fc.property(plan, fc.array(step, { minLength: 1, maxLength: 30 }), (settings, script) => {
        const world = createWorld(settings);
        const ids = [world.raise('first')];
        const merged = new Set<string>();
        let said = 0;
        const name = (id: string) => world.nativeSync.twinOf(id);
        for (const one of script) {
          const living = ids.filter((id) => !merged.has(id));
          const id = living['which' in one ? one.which % living.length : 0]!;
          switch (one.do) {
            case 'edit': {
              const target = one.side === 'defender' ? id : name(id);
              if (target !== null) world[`${one.side}Side`].edit(target, structuredClone(one.changes));
              break;
            }
            case 'comment':
              if (one.side === 'defender') world.commentInDefender(id, `${(said += 1)};`);
              else if (name(id) !== null) world.commentInSentinel(name(id)!, `${(said += 1)};`);
              break;
            case 'wait':
              world.wait(one.seconds);
              break;
            case 'raise':
              ids.push(world.raise(`incident ${ids.length}`));
              break;
            case 'merge':
              if (living.length < 2) break;
              merged.add(id);
              world.mergeInDefender(
                id,
                living.find((other) => other !== id)!,
              );
              break;
            case 'pause':
              world.nativeSync.apply({ state: one.isPaused ? 'paused' : 'on' });
              break;
          }
        }
        world.nativeSync.apply({ state: 'on' });
        world.wait(60);
        for (const id of ids.filter((other) => !merged.has(other))) {
          const [here, there] = [world.inDefender(id), world.inSentinel(name(id)!)];
          expect([there.state.status, there.state.classification]).toEqual([
            here.state.status,
            here.state.classification,
          ]);
          expect([there.severity, there.owner?.upn, there.title]).toEqual([here.severity, here.owner?.upn, here.title]);
          expect(sameTags(here.tags, there.tags)).toBe(true);
          const texts = world.texts('defender', id);
          expect(new Set(texts).size).toBe(texts.length);
          expect(world.texts('sentinel', name(id)!).toSorted()).toEqual(texts.toSorted());
        }
        expect(world.sentinelSide.held.size).toBe(ids.filter((id) => name(id) !== null).length);
        expect([world.nativeSync.describe().waiting, world.clock.pending()]).toEqual([[], 0]);
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) },
    );
  });
});
