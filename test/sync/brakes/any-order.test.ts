import fc from 'fast-check';
import { ana } from '../../support/sync-world.ts';
import { LIMIT, brakesWorld } from './brakes-world.ts';
import type { BrakesWorld } from './brakes-world.ts';

/**
 * Whatever scripts and admins do in whatever order: no more is written in one step than the limit, but for what an admin
 * was told would go through; and once everything is let go, everything has crossed.
 */

const INCIDENTS = 9;
const RUNS = 15;

const some = { from: fc.nat(INCIDENTS - 1), count: fc.integer({ min: 1, max: INCIDENTS }) };
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('set'),
      ...some,
      severity: fc.constantFrom('low', 'medium', 'informational', 'high'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tag'), ...some, tag: fc.constantFrom('a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('comment'), ...some }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cycle') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('go', 'pause', 'resume') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One run: what the script does, and then everything that is stopped let go. */
async function play({ world, linked, holds }: BrakesWorld, script: Step[]): Promise<void> {
  const ids = await linked(INCIDENTS);
  const { defenderSide } = world.sides;
  /** What the brake counts as one is here once. */
  const written = new Set<string>();
  const { update, putComment } = world.sides.sentinel;
  world.sides.sentinel.update = async (name, changes, basis) => {
    for (const field of Object.keys(changes)) written.add(`${name}/${field}`);
    return update(name, changes, basis);
  };
  world.sides.sentinel.putComment = async (name, id, text) => {
    written.add(`${name}/comments`);
    return putComment(name, id, text);
  };
  const chosen = ({ from, count }: { from: number; count: number }) =>
    Array.from({ length: count }, (_, index) => ids[(from + index) % ids.length]!);
  /** An hour between two orders: nobody says the second on account of what they saw before the first. */
  const order = async (what: 'go' | 'pause' | 'resume'): Promise<number> => {
    world.clock.advance(3_600_000);
    const stops = (await world.desk.status())[0]!.holds;
    const [result] = await world.desk.order(what, ana);
    await world.sync.writer.drainDue();
    const told = Number(/^(\d+) change/.exec(result!.sentence)?.[1] ?? 0);
    const shown = stops.find((stop) => stop.kind === 'massChange');
    // The number in the answer is the one the card had.
    if (shown !== undefined && told > 0) expect(told).toBe(shown.waiting ?? shown.decisions);
    return told;
  };
  /** Returns how much may be written on account of it besides what stays within the limit. */
  const take = async (one: Step): Promise<number> => {
    if (one.do === 'set') for (const id of chosen(one)) defenderSide.edit(id, { severity: one.severity });
    else if (one.do === 'tag') for (const id of chosen(one)) defenderSide.edit(id, { tags: [one.tag] });
    else if (one.do === 'comment') for (const id of chosen(one)) world.sides.commentInDefender(id, 'swept');
    else if (one.do === 'restart') world.restart();
    else if (one.do === 'cycle') {
      world.clock.advance(310_000);
      await world.desk.syncNow();
    } else return order(one.do);
    return 0;
  };
  for (const one of script) {
    written.clear();
    const told = await take(one);
    expect(written.size).toBeLessThanOrEqual(told + LIMIT);
  }
  for (await world.settle(); (await holds()).length > 0; await world.settle()) {
    await order('resume');
    await order('go');
  }
  for (const id of ids) {
    const [original, twin] = [world.original(id), world.twin(id)];
    const { severity, tags } = original.incident;
    expect([twin.incident.severity, twin.incident.tags, twin.comments.length]).toEqual([
      severity,
      tags,
      original.comments.length,
    ]);
  }
}

test('no more is written at once than the limit, but for what an admin was told of', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (script) => {
      const brakes = await brakesWorld();
      try {
        await play(brakes, script);
      } finally {
        await brakes.world.close();
      }
    }),
    { numRuns: RUNS, seed: 7 },
  );
}, 60_000);
