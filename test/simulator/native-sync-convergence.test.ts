import fc from 'fast-check';
import { SentinelPortal } from '../../src/simulator/arm/sentinel-portal.ts';
import { SentinelStore } from '../../src/simulator/arm/sentinel-store.ts';
import { contosoTenant } from '../../src/simulator/contoso.ts';
import { DefenderPortal } from '../../src/simulator/graph/defender-portal.ts';
import { IncidentStore } from '../../src/simulator/graph/incident-store.ts';
import type { CarriedReading } from '../../src/simulator/native-sync/carried-side.ts';
import { defenderSide } from '../../src/simulator/native-sync/defender-side.ts';
import { NativeSync } from '../../src/simulator/native-sync/native-sync.ts';
import { sentinelSide } from '../../src/simulator/native-sync/sentinel-side.ts';
import { TickClock } from '../../src/simulator/tick-clock.ts';

/**
 * Invariant: whatever people do at both portals, and in whatever order the delays let it cross, once Microsoft's own
 * sync has had time both systems hold the same, each comment is on each side once, and nothing waits any more. Without
 * that, drift seen in a test of native mode could be the simulator's.
 */

const ANA = 'ana.diaz@contoso.example';
const RAJ = 'raj.patel@contoso.example';

const seconds = fc.nat({ max: 10 });
const delays = fc.record({
  delaySeconds: seconds,
  delaySecondsOf: fc.record(
    { status: seconds, classification: seconds, severity: seconds, owner: seconds, tags: seconds, comments: seconds },
    { requiredKeys: [] },
  ),
});
const plan = fc.record({
  creationDelaySeconds: seconds,
  batchingSeconds: seconds,
  carriesClosingNote: fc.boolean(),
  toSentinel: delays,
  toDefender: delays,
});

const note = fc.constantFrom('a', 'b');
const inDefender = fc.oneof(
  fc.record({ status: fc.constantFrom('active', 'inProgress', 'resolved') }),
  fc.record({ classification: fc.constantFrom('truePositive', 'falsePositive', 'unknown') }),
  fc.record({
    status: fc.constant('resolved'),
    classification: fc.constantFrom('truePositive', 'falsePositive', 'unknown'),
    resolvingComment: note,
  }),
  fc.record({ severity: fc.constantFrom('high', 'low') }),
  fc.record({ assignedTo: fc.constantFrom(null, ANA, RAJ) }),
  fc.record({ customTags: fc.subarray(['vip', 'lab']) }),
  fc.record({ displayName: fc.constantFrom('one', 'two') }),
);
const inSentinel = fc.oneof(
  fc.record({ status: fc.constantFrom('New', 'Active') }),
  fc
    .constantFrom(
      { classification: 'TruePositive', classificationReason: 'SuspiciousActivity' },
      { classification: 'FalsePositive', classificationReason: 'IncorrectAlertLogic' },
      { classification: 'Undetermined', classificationReason: undefined },
    )
    .chain((closing) => note.map((text) => ({ status: 'Closed', ...closing, classificationComment: text }))),
  fc.record({ severity: fc.constantFrom('High', 'Low') }),
  fc.record({ owner: fc.constantFrom(null, ...contosoTenant().users.map(({ id }) => id)) }).map(({ owner }) => ({
    owner: { objectId: owner },
  })),
  fc.record({ labels: fc.subarray([{ labelName: 'vip' }, { labelName: 'phish' }]) }),
  fc.record({ title: fc.constantFrom('two', 'three') }),
);

type Step =
  | { do: 'edit in Defender' | 'edit in Sentinel'; which: number; changes: Record<string, unknown> }
  | { do: 'comment in Defender' | 'comment in Sentinel' | 'merge'; which: number }
  | { do: 'wait'; seconds: number }
  | { do: 'raise' | 'pause' | 'go on' };

const which = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit in Defender'), which, changes: inDefender }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit in Sentinel'), which, changes: inSentinel }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('comment in Defender', 'comment in Sentinel'), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), seconds: fc.nat({ max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('raise', 'pause', 'go on') }) },
);

function createWorld() {
  let nowMs = Date.parse('2026-03-01T09:00:00Z');
  const now = () => new Date(nowMs);
  const tenant = contosoTenant();
  const incidents = new IncidentStore(new TickClock(now), 4101);
  const store = new SentinelStore(new TickClock(now));
  const sides = {
    defender: defenderSide(incidents),
    sentinel: sentinelSide({ store, tenant, defenderTenantId: tenant.id }),
  };
  const nativeSync = new NativeSync({ ...sides, now });
  return {
    sides,
    nativeSync,
    defender: new DefenderPortal(incidents, tenant.id),
    sentinel: new SentinelPortal(store, tenant, '/workspace'),
    wait(count: number) {
      for (let second = 0; second < count; second += 1) {
        nowMs += 1000;
        nativeSync.step();
      }
    },
  };
}

/** What the two have to agree on: of a closing, only while it lasts. */
function story({ values, comments }: CarriedReading, withNote: boolean) {
  const { status, classification, closingNote, severity, owner, tags, title } = values;
  const closing = status === 'Closed' ? { classification, note: withNote ? closingNote : '' } : null;
  const said = comments.map(({ text }) => text).toSorted();
  return { status, closing, severity, owner, tags: tags.toSorted(), title, said };
}

test('given time, both systems hold the same, each comment once, and nothing waits', () => {
  fc.assert(
    fc.property(plan, fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }), (settings, script) => {
      const { sides, nativeSync, defender, sentinel, wait } = createWorld();
      nativeSync.apply({ state: 'on', ...settings });
      const raise = () => defender.raiseIncident({ title: 'Phish', severity: 'high' }).id;
      const living = [raise()];
      const merged: string[] = [];
      let said = 0;
      for (const one of script) {
        const id = living['which' in one ? one.which % living.length : 0]!;
        const twin = nativeSync.twinOf(id);
        if (one.do === 'edit in Defender') defender.edit(id, one.changes, ANA);
        else if (one.do === 'comment in Defender') defender.comment(id, String((said += 1)), ANA);
        else if (one.do === 'edit in Sentinel' && twin !== null) sentinel.edit(twin, one.changes, RAJ);
        else if (one.do === 'comment in Sentinel' && twin !== null) sentinel.comment(twin, String((said += 1)), RAJ);
        else if (one.do === 'wait') wait(one.seconds);
        else if (one.do === 'raise') living.push(raise());
        else if (one.do === 'pause') nativeSync.apply({ state: 'paused' });
        else if (one.do === 'go on') nativeSync.apply({ state: 'on' });
        else if (one.do === 'merge' && living.length > 1) {
          merged.push(...living.splice(living.indexOf(id), 1));
          defender.merge(id, living[0]!);
        }
      }
      nativeSync.apply({ state: 'on' });
      wait(40);
      for (const id of living) {
        const [here, there] = [sides.defender.read(id)!, sides.sentinel.read(nativeSync.twinOf(id)!)!];
        const [expected, found] = [here, there].map((reading) => story(reading, settings.carriesClosingNote));
        expect(found).toEqual(expected);
        expect(new Set(found!.said).size).toBe(found!.said.length);
      }
      for (const twin of merged.map((id) => nativeSync.twinOf(id)).filter((name) => name !== null))
        expect(sentinel.get(twin).properties).toMatchObject({
          status: 'Closed',
          labels: [{ labelName: 'Redirected' }],
        });
      expect(nativeSync.describe().waiting).toEqual([]);
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) },
  );
}, 600_000);
