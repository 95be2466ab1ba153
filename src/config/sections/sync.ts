import type { ConnectionConfig } from '../config.ts';
import type { ConnectionValues } from '../connection-variables.ts';

/** How a connection is synced, out of values that have their defaults. */
export function toSync(known: Required<ConnectionValues>): ConnectionConfig['sync'] {
  return {
    mode: known.SYNC_MODE,
    start: known.SYNC_START,
    sinceSeconds: known.SYNC_SINCE,
    pollIntervalSeconds: known.POLL_INTERVAL_SECONDS,
    fullComparison: known.FULL_COMPARISON,
    conflictPolicy: known.CONFLICT_POLICY,
    massChangeLimit: known.MASS_CHANGE_LIMIT,
    nativeDeadlineSeconds: known.NATIVE_DEADLINE_SECONDS,
    driftRepair: known.DRIFT_REPAIR,
    minSeverity: known.MIN_SEVERITY,
    clockSkewSeconds: known.CLOCK_SKEW_SECONDS,
    commentMaxLength: known.COMMENT_MAX_LENGTH,
    requestTimeoutSeconds: known.REQUEST_TIMEOUT_SECONDS,
    huntDays: known.HUNT_DAYS,
    huntTimeoutSeconds: known.HUNT_TIMEOUT_SECONDS,
  };
}
