import type { Person } from '../../incident/person.ts';
import type { ConnectionSync } from '../connection-sync.ts';
import type { SyncContext } from '../context.ts';
import { isoNow } from '../ports/clock.ts';
import type { OrderResult, SyncOrder } from '../ports/desk.ts';
import type { AuditRow, Connection, Records } from '../ports/records.ts';
import { countChanges, postureOf } from './posture.ts';
import type { Hold } from './posture.ts';
import { countAndPromise, countWaiting } from '../promise/promise-cycle.ts';
import { takeBack } from './take-back.ts';

/** A stop that came so soon after a go, and so shortly before the next, was not seen by whoever says that one. */
const SEEN_AFTER_MILLISECONDS = 60_000;

/**
 * Carries out an admin's order to a connection: in one transaction the holds change, what is promised becomes a
 * proposal or the other way round, and the audit says who said so. What people asked for in chat is not touched. Where
 * `only` says so, go ends that hold and leaves the others to their own.
 */
export async function obey(
  { context, writer }: ConnectionSync,
  order: SyncOrder,
  by: Person,
  only?: Hold['kind'],
): Promise<OrderResult> {
  const { connectionId, name, store, clock } = context;
  const now = isoNow(clock);
  const result = await store.transaction(async (records) => {
    const before = (await records.connection(connectionId))!;
    const after = { ...before, ...afterOrder(before, order, by, now, only) };
    const ended = before.holds.filter((hold) => !after.holds.includes(hold)).map(({ kind }) => kind);
    const changed = JSON.stringify(after) !== JSON.stringify(before);
    await records.saveConnection(after);
    const passing = changed ? await takeOrPutBack(records, context, before, after, ended) : 0;
    await records.appendAudit(auditOf(order, by, connectionId, now, { changed, passing }));
    const { reason } = postureOf((await records.connection(connectionId))!);
    const unseen = order === 'go' && !changed ? before.holds.some((hold) => isUnseen(hold, before, now)) : false;
    const sentence = changed ? whatChanged(passing, after, ended, reason) : nothingChanged(order, reason, unseen);
    return { connectionId, name, changed, ended, sentence };
  });
  void writer.drainDue();
  return result;
}

function afterOrder(
  connection: Connection,
  order: SyncOrder,
  by: Person,
  now: string,
  only: Hold['kind'] | undefined,
): Pick<Connection, 'holds'> & Partial<Connection> {
  const { holds } = connection;
  const isPaused = holds.some(({ kind }) => kind === 'paused');
  switch (order) {
    case 'pause':
      return { holds: isPaused ? holds : [...holds, { kind: 'paused', since: now, by: by.name }] };
    case 'resume':
      return { holds: holds.filter(({ kind }) => kind !== 'paused') };
    case 'go': {
      const isMeant = (hold: Hold) => (only === undefined ? !isUnseen(hold, connection, now) : hold.kind === only);
      const rest = holds.filter((hold) => hold.kind === 'paused' || !isMeant(hold));
      if (rest.length === holds.length) return { holds };
      const ended = holds.filter((hold) => !rest.includes(hold)).map(({ kind }) => kind);
      const wentLive = ended.includes('rehearsal') ? { liveSince: now } : {};
      const knowsNative = connection.knowsNative || ended.includes('nativeFound');
      return { holds: rest, wentAt: now, knowsNative, ...wentLive };
    }
    default:
      return order satisfies never;
  }
}

/** A button says which stop it is about; words typed twice, or by two admins, may be about the one before. */
function isUnseen({ kind, since }: Hold, { wentAt }: Connection, now: string): boolean {
  if (kind !== 'massChange' || wentAt === null) return false;
  const [stopped, went] = [Date.parse(since), Date.parse(wentAt)];
  return stopped - went < SEEN_AFTER_MILLISECONDS && Date.parse(now) - stopped < SEEN_AFTER_MILLISECONDS;
}

/**
 * Takes unsent promises back, or promises what was only proposed, as the step from one posture to the next says: what
 * was reported or asked about, and what was counted since. Returns how many decisions that lets pass.
 */
async function takeOrPutBack(
  records: Records,
  context: SyncContext,
  before: Connection,
  after: Connection,
  ended: Hold['kind'][],
): Promise<number> {
  await takeBack(records, before, after);
  if (ended.includes('rehearsal')) await records.letPass(after.id, {}, 'approved');
  if (ended.includes('massChange')) await records.letPass(after.id, { passage: ['counted'] }, 'approved');
  if (ended.length === 0) return 0;
  const waiting = await countWaiting(records, context, after);
  // Said, not written: no other stop is about them.
  if (ended.includes('massChange')) await records.releaseMessages(after.id);
  if (postureOf(after).automates) await countAndPromise(records, context, after);
  return waiting;
}

function whatChanged(passing: number, after: Connection, ended: Hold['kind'][], reason: string | null): string {
  const state = reason ?? 'Changes are carried.';
  const isReport = ended.includes('rehearsal');
  if (passing === 0) return state;
  // The report counts each comment and twin; the brake does not.
  const what = isReport ? 'What was reported' : countChanges(passing);
  const go = isReport || passing === 1 ? 'goes' : 'go';
  return `${what} ${go} through${postureOf(after).automates ? '' : ' once nothing else holds that'}. ${state}`;
}

function nothingChanged(order: SyncOrder, reason: string | null, unseen: boolean): string {
  const state = reason ?? 'Changes are carried.';
  if (unseen) return `This stop came up only now, after the last "sync go": look at it first. ${state}`;
  return order === 'pause' ? `It was paused already. ${state}` : `Nothing was waiting for that. ${state}`;
}

function auditOf(order: SyncOrder, by: Person, connection: string, at: string, detail: object): AuditRow {
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
    detail: { connection, ...detail },
  };
}
