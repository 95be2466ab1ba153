import type { Person } from '../incident/person.ts';
import type { ConnectionSync } from './connection-sync.ts';
import { isoNow } from './ports/clock.ts';
import type { OrderResult, SyncOrder } from './ports/desk.ts';
import type { AuditRow, Connection, Records } from './ports/records.ts';
import { postureOf } from './posture.ts';
import { releaseProposals } from './promise/release-proposals.ts';
import { takeBack } from './take-back.ts';

/**
 * Carries out an admin's order to a connection: in one transaction the holds change, what is promised becomes a
 * proposal or the other way round, and the audit says who said so. What people asked for in chat is not touched.
 */
export async function obey({ context, writer }: ConnectionSync, order: SyncOrder, by: Person): Promise<OrderResult> {
  const { connectionId, name, store, clock } = context;
  const now = isoNow(clock);
  const result = await store.transaction(async (records) => {
    const before = (await records.connection(connectionId))!;
    const after = { ...before, ...afterOrder(before, order, by, now) };
    const changed = JSON.stringify(after) !== JSON.stringify(before);
    await records.saveConnection(after);
    if (changed) await takeOrPutBack(records, before, after, now);
    await records.appendAudit(auditOf(order, by, connectionId, now, changed));
    const { reason } = postureOf(after);
    const sentence = !changed ? nothingChanged(order, reason) : (reason ?? 'Changes are carried.');
    return { connectionId, name, changed, sentence };
  });
  void writer.drainDue();
  return result;
}

function afterOrder(
  connection: Connection,
  order: SyncOrder,
  by: Person,
  now: string,
): Pick<Connection, 'holds'> & Partial<Connection> {
  const { holds } = connection;
  const isPaused = holds.some(({ kind }) => kind === 'paused');
  switch (order) {
    case 'pause':
      return { holds: isPaused ? holds : [...holds, { kind: 'paused', since: now, by: by.name }] };
    case 'resume':
      return { holds: holds.filter(({ kind }) => kind !== 'paused') };
    case 'go': {
      const rest = holds.filter(({ kind }) => kind === 'paused');
      const wentLive = holds.some(({ kind }) => kind === 'rehearsal') ? { liveSince: now } : {};
      const knowsNative = connection.knowsNative || holds.some(({ kind }) => kind === 'nativeFound');
      return rest.length === holds.length ? { holds } : { holds: rest, approved: true, knowsNative, ...wentLive };
    }
    default:
      return order satisfies never;
  }
}

/** Promises what was only proposed, or takes unsent promises back, as the step from one posture to the next says. */
async function takeOrPutBack(records: Records, before: Connection, after: Connection, now: string): Promise<void> {
  await takeBack(records, before, after);
  const [was, is] = [postureOf(before), postureOf(after)];
  if (!was.carries && is.carries) await releaseProposals(records, after.id, {}, now);
  else if (!was.automates && is.automates) await releaseProposals(records, after.id, { cause: 'rule' }, now);
}

function nothingChanged(order: SyncOrder, reason: string | null): string {
  const state = reason ?? 'Changes are carried.';
  return order === 'pause' ? `It was paused already. ${state}` : `Nothing was waiting for that. ${state}`;
}

function auditOf(order: SyncOrder, by: Person, connection: string, at: string, changed: boolean): AuditRow {
  return {
    at,
    actorKind: 'person',
    actorObjectId: by.objectId,
    actorTenantId: by.tenantId,
    actorUpn: by.upn,
    actorName: by.name,
    action: `sync ${order}`,
    incident: null,
    actionId: null,
    outcome: 'accepted',
    detail: { connection, changed },
  };
}
