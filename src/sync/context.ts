import type { People } from '../incident/people.ts';
import type { Severity } from '../incident/severity.ts';
import type { Side } from '../incident/side.ts';
import type { Clock } from './ports/clock.ts';
import type { RunningDeadlines } from './ports/deadlines.ts';
import type { QuotaUse } from './ports/desk.ts';
import type { Store } from './ports/records.ts';
import type { DefenderPort, DirectoryPort, SentinelPort } from './ports/side-port.ts';
import type { HuntingPort } from './ports/hunting-port.ts';
import type { Pauses } from './pauses.ts';
import type { ConflictPolicy } from './conflict-policy.ts';
import type { SyncMode } from './posture/posture.ts';
import type { TopologyPort } from './ports/topology-port.ts';
import type { TrafficMeter } from './ports/traffic.ts';

/** What the sync writes to its log with; pino's shape. */
export interface SyncLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface SyncSettings {
  /** What was asked for; what `auto` chose stands with the connection. */
  mode: SyncMode | 'auto';
  /** `rehearse`: a connection only reports until an admin says `sync go`. */
  start: 'rehearse' | 'go';
  /** Who wins when both sides moved a field apart. Tags are merged instead. */
  conflictPolicy: ConflictPolicy;
  /** More decisions about observed changes than this in one cycle wait for an admin. */
  massChangeLimit: number;
  /** How long Microsoft's own sync has to carry a change before it counts as drift. */
  nativeDeadlineSeconds: number;
  /** Whether drift under Microsoft's own sync is repaired by a click only, or by itself. */
  driftRepair: 'click' | 'auto';
  /** Clocks of the two services closer than this cannot be told apart. */
  clockSkewSeconds: number;
  /** Less severe Defender incidents are not linked; once linked, always synced. */
  minSeverity: Severity;
  /** Longer comments are carried in numbered parts. */
  commentMaxLength: number;
  /** How long one remote request may take. */
  requestTimeoutSeconds: number;
  /** How many of the last days a hunt looks at. */
  huntDays: number;
  /** How far back the first cycle looks. */
  sinceSeconds: number;
  /** How much of the recent past each list request asks for again, against late arrivals. */
  overlapSeconds: number;
  /** How long a click waits for its writes before it is answered with what is true by then. */
  patienceMilliseconds: number;
}

/** One connection (a Defender tenant and a Sentinel workspace) with everything the sync needs to serve it. */
export interface SyncContext {
  /** (Defender tenant id, lower-cased workspace resource id): what the connection is, whatever it is called. */
  connectionId: string;
  /** What people call it. */
  name: string;
  /** What people see its incidents marked with: the name, where the process has several connections; null otherwise. */
  mark: string | null;
  /** How long people have; null where nobody said. */
  deadlines: RunningDeadlines | null;
  /** Other connections to the same workspace in this process: what they have in Sentinel is not this one's. */
  neighbours: readonly string[];
  defender: DefenderPort;
  sentinel: SentinelPort;
  hunting: HuntingPort;
  /** Who else syncs the two systems. */
  topology: TopologyPort;
  directories: Record<Side, DirectoryPort>;
  /** Who is who in several tenants; asked before a directory is. */
  people: People;
  /** The tenant each side's people belong to, lower case. */
  tenants: Record<Side, string>;
  meter: TrafficMeter;
  /** What is left off for a while because it cannot be done. */
  pauses: Pauses;
  store: Store;
  clock: Clock;
  /** Does work for a person who waits for it: its requests may use the part of the quota kept for clicks. */
  urgently<T>(work: () => Promise<T>): Promise<T>;
  /** What is left of the services' allowances. */
  quotas(): QuotaUse[];
  settings: SyncSettings;
  log: SyncLogger;
}

/** The connection's name from the two things that make it one. */
export function connectionIdOf(defenderTenantId: string, workspaceResourceId: string): string {
  return `${defenderTenantId.toLowerCase()}|${workspaceResourceId.toLowerCase()}`;
}
