import { join } from 'node:path';
import { createConnection } from '../../src/app/create-connection.ts';
import { createLogger } from '../../src/app/logger.ts';
import { createPeople } from '../../src/incident/people.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { startMicrosoft } from '../../src/simulator/microsoft.ts';
import type { Microsoft } from '../../src/simulator/microsoft.ts';
import type { RequestRecord } from '../../src/simulator/request-log.ts';
import { trustInThisProcess } from '../../src/simulator/tls.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createConnectionSync } from '../../src/sync/connection-sync.ts';
import type { ConnectionSync } from '../../src/sync/connection-sync.ts';
import type { CycleReport } from '../../src/sync/ports/desk.ts';
import { DistantAllowances } from './distant-allowances.ts';
import type { Arrival } from './distant-allowances.ts';
import { createVirtualTime } from './virtual-time.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the sync needs of the environment besides the services' addresses; it never meets a person here. */
const ENVIRONMENT = {
  SYNC_MODE: 'bridge',
  SYNC_START: 'go',
  ADMIN_IDS: '00000000-0000-4000-8000-00000000000a',
  CARD_SECRET: 'only-the-chat-side-uses-this',
  LOG_LEVEL: 'silent',
};

/** Time between two cycles, as POLL_INTERVAL_SECONDS has it. */
const POLL_MILLISECONDS = 300_000;

export interface ServicesStage {
  microsoft: Microsoft;
  time: VirtualTime;
  sync: ConnectionSync;
  /** Requests that arrived since the last `forget`, at virtual times. */
  arrivals: Arrival[];
  /** What the two services saw since then. */
  seen(): Record<'defender' | 'sentinel', RequestRecord[]>;
  forget(): void;
  /** As long as the schedule leaves between two cycles: every quota is whole again. */
  rest(): Promise<void>;
  /** A cycle after such a rest. */
  cycle(): Promise<CycleReport>;
  /** Cycles as the schedule begins them until nothing is left to write and nothing was. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The product as `npm start` composes it, without its chat side, against simulated services that throttle as the real
 * ones do, all of them in virtual time.
 */
export async function startServicesStage(
  folder: string,
  environment: Record<string, string> = {},
): Promise<ServicesStage> {
  const time = createVirtualTime();
  const microsoft = await startMicrosoft({ now: () => time.clock.now() });
  const distrust = trustInThisProcess(microsoft.tls);
  const config = readConfig({
    ...microsoft.environment(),
    ...ENVIRONMENT,
    DATABASE_URL: `file:${join(folder, 'stage.db')}`,
    ...environment,
  });
  const store = await openStore(`file:${config.process.databaseFile}`);
  const arrivals: Arrival[] = [];
  const context = await createConnection({
    connection: config.connections[0]!,
    others: [],
    people: createPeople([]),
    sla: null,
    store: store.sync,
    clock: time.clock,
    logger: createLogger(config.process.logLevel),
    allowances: new DistantAllowances(config.requests.quotaPerMinute, time, (arrival) => arrivals.push(arrival)),
    version: '0.0.0',
  });
  const sync = createConnectionSync(context, { changed: () => undefined });
  const servers = { defender: microsoft.graph.server, sentinel: microsoft.arm.server };

  const rest = () => time.during(time.wait(POLL_MILLISECONDS));
  async function cycle(): Promise<CycleReport> {
    await rest();
    return time.during(sync.cycle());
  }

  return {
    microsoft,
    time,
    sync,
    arrivals,
    seen: () => ({ defender: [...servers.defender.requests], sentinel: [...servers.sentinel.requests] }),
    forget() {
      arrivals.length = 0;
      for (const server of Object.values(servers)) server.clearRequests();
    },
    rest,
    cycle,
    async settle() {
      for (let report = await cycle(); report.waiting > 0 || report.writes > 0; report = await cycle())
        if (report.faults.length > 0) throw new Error(`the cycle failed: ${report.faults.join('; ')}`);
    },
    async stop() {
      await sync.stop();
      await store.close();
      time.stop();
      distrust();
      await microsoft.stop();
    },
  };
}
