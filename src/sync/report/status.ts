import type { Side } from '../../incident/side.ts';
import { SIDES } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { MOST_UNREADABLE, byAge, listUnreadable } from './list-unreadable.ts';
import type { ConnectionStatus, Unreadable } from '../ports/desk.ts';
import type { TopologyFacts } from '../ports/topology-port.ts';
import { postureOf, readOnlyReason } from '../posture/posture.ts';
import type { ObservedHealth } from './side-health.ts';
import { nameDuplicates } from '../topology/name-duplicates.ts';
import { nameMissing } from '../topology/name-missing.ts';

/** What only the running process knows of a connection. */
export interface RunningState {
  lastCycleAt: string | null;
  /** As last seen; null before the first look. */
  topology: TopologyFacts | null;
  health: Record<Side, ObservedHealth>;
  /** Incidents whose alerts Defender was asked for. */
  alertReads: number;
  /** Incidents whose alerts could not be read at all. */
  unreadableAlerts: Unreadable[];
}

/** How a connection stands. */
export async function statusOf(context: SyncContext, running: RunningState): Promise<ConnectionStatus> {
  const { connectionId, name, store } = context;
  const connection = (await store.connection(connectionId))!;
  const posture = postureOf(connection);
  const unreadable = [...(await listUnreadable(store, connectionId)), ...running.unreadableAlerts].toSorted(byAge);
  const sides = await Promise.all(
    SIDES.map(async (side) => ({
      ...running.health[side],
      cursor: (await store.cursor(connectionId, side))?.position ?? null,
    })),
  );
  return {
    connectionId,
    name,
    mode: connection.mode,
    modeReason: connection.modeReason,
    holds: connection.holds,
    refused: context.defender.refusedProperties(),
    limits: context.defender.limits(),
    heldBack: posture.reason,
    readOnly: readOnlyReason(posture),
    lastCycleAt: running.lastCycleAt,
    sides,
    openIntents: await store.countOpenIntents(connectionId),
    deadIntents: await store.countDeadIntents(connectionId),
    proposals: (await store.proposals(connectionId)).length,
    disagreeing: (await store.disagreeing(connectionId)).length,
    neighbours:
      running.topology === null ? [] : [...nameDuplicates(running.topology), ...nameMissing(running.topology)],
    duplicates: await store.duplicates(connectionId),
    keptApart: connection.mode === 'native' ? await store.keptApart(connectionId) : [],
    nativeLag: await store.nativeLag(connectionId),
    quotas: context.quotas(),
    alertReads: running.alertReads,
    pauses: context.pauses.all(),
    quarantined: unreadable.length,
    unreadable: unreadable.slice(0, MOST_UNREADABLE),
  };
}
