import type { AllowanceRegistry } from '../azure/allowance-registry.ts';
import { runWithPriority, withBackgroundTimers } from '../azure/priority.ts';
import type { ConnectionConfig } from '../config/config.ts';
import type { People } from '../incident/people.ts';
import type { SlaPolicy } from '../sla/policy.ts';
import { runningDeadlines } from '../sla/running-deadlines.ts';
import type { SyncContext } from '../sync/context.ts';
import { followMode } from '../sync/posture/follow-mode.ts';
import { newConnection } from '../sync/posture/new-connection.ts';
import { createPauses } from '../sync/pauses.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Store } from '../sync/ports/records.ts';
import { createTrafficMeter } from '../sync/ports/traffic.ts';
import { connectionIdIn, isSameWorkspace } from './connection-place.ts';
import { createClients } from './create-clients.ts';
import type { Logger } from './logger.ts';

/** How much of the recent past each list request asks for again, against changes that are listed late. */
const OVERLAP_SECONDS = 600;
/** How long a click waits for its writes before it is answered with what is true by then. */
const PATIENCE_MILLISECONDS = 1500;

export interface ConnectionParts {
  connection: ConnectionConfig;
  /** The other connections of this process. */
  others: readonly ConnectionConfig[];
  /** Who is who in several tenants. */
  people: People;
  /** How long people have; null where nobody said. */
  sla: SlaPolicy | null;
  store: Store;
  clock: Clock;
  logger: Logger;
  allowances: AllowanceRegistry;
  version: string;
}

/** What the sync needs to serve one connection. */
export async function createConnection(parts: ConnectionParts): Promise<SyncContext> {
  const { connection, others, people, sla, store, clock, allowances, version } = parts;
  const { requestTimeoutSeconds, ...known } = connection.sync;
  const { pollIntervalSeconds: _poll, fullComparison: _full, huntTimeoutSeconds: _hunt, ...sync } = known;
  const connectionId = connectionIdIn(connection);
  const now = clock.now().toISOString();
  if ((await store.connection(connectionId)) === null)
    await store.addConnection(newConnection(connectionId, now, sync));
  else await followMode(store, connectionId, sync.mode, now);

  const meter = createTrafficMeter();
  const logger = parts.logger.child({ connection: connection.name });
  return {
    connectionId,
    name: connection.name,
    deadlines: sla === null ? null : runningDeadlines(sla),
    mark: others.length === 0 ? null : connection.name,
    neighbours: others.filter((one) => isSameWorkspace(one, connection)).map(connectionIdIn),
    ...createClients({ connection, people, allowances, meter, clock, logger, version }),
    people,
    tenants: {
      defender: connection.defenderTenantId,
      sentinel: connection.sentinelTenantId,
    },
    meter,
    pauses: createPauses(clock),
    store,
    clock: withBackgroundTimers(clock),
    urgently: (work) => runWithPriority('person', work),
    settings: {
      ...sync,
      requestTimeoutSeconds,
      overlapSeconds: OVERLAP_SECONDS,
      patienceMilliseconds: PATIENCE_MILLISECONDS,
    },
    log: logger.child({ room: 'sync' }),
  };
}
