import type { Report } from '../figure.ts';
import { createSeededWorld } from '../seeded-world.ts';
import type { ServicesStage } from '../services-stage.ts';

const CYCLES = 5;

/** What a cycle without changes asks of the simulated services, as these count. */
export async function idleRequests(stage: ServicesStage, links: number, report: Report): Promise<void> {
  stage.forget();
  for (let cycle = 0; cycle < CYCLES; cycle += 1) await stage.cycle();
  const { defender, sentinel } = stage.seen();
  reportIdle(links, (defender.length + sentinel.length) / CYCLES, report);
}

/** The same for more links than the services could be simulated with, as the fake sides count. */
export async function idleRequestsOfMass(folder: string, links: number, report: Report): Promise<void> {
  const world = await createSeededWorld(folder, links, true);
  const before = { ...world.meter.traffic };
  for (let cycle = 0; cycle < CYCLES; cycle += 1) await world.cycle();
  const { reads, writes } = world.meter.traffic;
  await world.close();
  reportIdle(links, (reads - before.reads + writes - before.writes) / CYCLES, report);
}

function reportIdle(links: number, requests: number, report: Report): void {
  report({
    name: `sync.idle.requests.${links}-links`,
    value: requests,
    unit: 'requests/cycle',
    against: 'floor: one list request a side',
    againstValue: 2,
    better: 'lower',
  });
}
