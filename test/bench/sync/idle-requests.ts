import type { Report } from '../figure.ts';
import { median } from '../measure.ts';
import { createSeededWorld } from '../seeded-world.ts';
import type { ServicesStage } from '../services-stage.ts';

/** An hour of cycles five minutes apart. */
const CYCLES = 12;
const FLOOR = 2;

/** What one piece of work asked of the services, and how long it took in their time. */
export interface Cost {
  requests: number;
  seconds: number;
}

/** What the work costs, after a rest that makes every quota whole. */
export async function costOf(stage: ServicesStage, work: () => Promise<unknown>): Promise<Cost> {
  await stage.rest();
  stage.forget();
  const begun = stage.time.monotonic.now();
  await stage.time.during(work());
  const { defender, sentinel } = stage.seen();
  return {
    requests: defender.length + sentinel.length,
    seconds: (stage.time.monotonic.now() - begun) / 1000,
  };
}

/**
 * What an hour without changes asks of the simulated services, as these count: of a cycle, and altogether, since one
 * cycle an hour also looks who else syncs. Returns the cost of the usual cycle.
 */
export async function idleRequests(stage: ServicesStage, links: number, report: Report): Promise<Cost> {
  // What was just linked has its alerts read once, as the quota allows: until that is done nothing is idle.
  for (let { reads } = await stage.cycle(); reads > FLOOR;) ({ reads } = await stage.cycle());
  const costs: Cost[] = [];
  while (costs.length < CYCLES) costs.push(await costOf(stage, () => stage.sync.cycle()));
  const usual = {
    requests: median(costs.map(({ requests }) => requests)),
    seconds: median(costs.map(({ seconds }) => seconds)),
  };
  reportIdle(links, usual.requests, report);
  report({
    name: `sync.idle.requests-an-hour.${links}-links`,
    value: costs.reduce((sum, { requests }) => sum + requests, 0),
    unit: 'requests/hour',
    against: `floor: one list request a side in each of ${CYCLES} cycles`,
    againstValue: FLOOR * CYCLES,
    better: 'lower',
  });
  return usual;
}

/** A cycle with more links than the services could be simulated with, as the fake sides count. */
export async function idleRequestsOfMass(folder: string, links: number, report: Report): Promise<void> {
  const world = await createSeededWorld(folder, links, true);
  const counts: number[] = [];
  while (counts.length < CYCLES) {
    const before = { ...world.meter.traffic };
    await world.cycle();
    const { reads, writes } = world.meter.traffic;
    counts.push(reads - before.reads + writes - before.writes);
  }
  await world.close();
  reportIdle(links, median(counts), report);
}

function reportIdle(links: number, requests: number, report: Report): void {
  report({
    name: `sync.idle.requests.${links}-links`,
    value: requests,
    unit: 'requests/cycle',
    against: 'floor: one list request a side',
    againstValue: FLOOR,
    better: 'lower',
  });
}
