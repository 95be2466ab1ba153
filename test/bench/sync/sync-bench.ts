import type { Report } from '../figure.ts';
import { startServicesStage } from '../services-stage.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { carriedRequests } from './carried-requests.ts';
import { durableDecisions } from './durable-decisions.ts';
import { idleProcessorTime } from './idle-processor-time.ts';
import { idleRequests, idleRequestsOfMass } from './idle-requests.ts';
import { linkIncidents } from './linked-incidents.ts';
import { perIncidentMirror } from './per-incident-mirror.ts';
import { quotaUse } from './quota-use.ts';

/** How much of everything is measured. */
export interface SyncScale {
  /** Links in the simulated services, and in the small database. */
  links: number;
  changes: number;
  backlog: number;
  manyLinks: number;
  mostLinks: number;
}

export const FULL_SCALE: SyncScale = {
  links: 1000,
  changes: 100,
  backlog: 2000,
  manyLinks: 100_000,
  mostLinks: 1_000_000,
};

/** `npm run bench -- sync`; a test does with a smaller scale. */
export async function syncBench(report: Report, scale: SyncScale = FULL_SCALE): Promise<void> {
  await inTemporaryFolder((folder) => againstServices(folder, report, scale));
  await inTemporaryFolder((folder) => idleRequestsOfMass(folder, scale.manyLinks, report));
  await inTemporaryFolder((folder) => durableDecisions(folder, scale.links, report));
  await inTemporaryFolder((folder) => idleProcessorTime(folder, scale.links, scale.mostLinks, report));
}

async function againstServices(folder: string, report: Report, scale: SyncScale): Promise<void> {
  const stage = await startServicesStage(folder, { MASS_CHANGE_LIMIT: String(2 * scale.backlog) });
  try {
    const pairs = await linkIncidents(stage, scale.links);
    const idle = await idleRequests(stage, scale.links, report);
    await perIncidentMirror(stage, pairs, idle, report);
    await carriedRequests(stage, pairs.slice(0, scale.changes), report);
    pairs.push(...(await linkIncidents(stage, scale.backlog - scale.links)));
    await quotaUse(stage, pairs, report);
  } finally {
    await stage.stop();
  }
}
