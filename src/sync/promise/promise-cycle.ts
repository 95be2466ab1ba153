import type { SyncContext } from '../context.ts';
import { PRIORITY } from '../intent.ts';
import type { Intent, Passage } from '../intent.ts';
import { isoNow } from '../ports/clock.ts';
import type { Connection, ProposalQuery, Records } from '../ports/records.ts';
import { postureOf } from '../posture/posture.ts';
import { sameJson } from '../same-json.ts';
import { countDecisions } from './count-decisions.ts';
import { hold } from './hold.ts';
import { releaseProposals } from './release-proposals.ts';

const PASSED: readonly Passage[] = ['counted', 'approved'];

/**
 * What a cycle decided is promised all at once, or not at all: more decisions than `massChangeLimit` (`countDecisions`
 * says what one is) stop what Dragoman writes by itself until an admin has looked. What people do in chat is not counted.
 * A crash before this leaves proposals, which the next cycle counts again.
 */
export async function promiseCycle(context: SyncContext): Promise<void> {
  await context.store.transaction(async (records) => {
    await countAndPromise(records, context, (await records.connection(context.connectionId))!);
  });
}

/**
 * Counts what no cycle has counted yet and promises what passes, in the caller's transaction. A held connection counts
 * too: what came a little at a time meanwhile goes with the rest, and what came at once is asked about by itself when
 * the hold is over.
 */
export async function countAndPromise(records: Records, context: SyncContext, connection: Connection): Promise<void> {
  const posture = postureOf(connection);
  if (!posture.acts) return;
  const now = isoNow(context.clock);
  const scopes = carriedByItself(context, connection, now);
  const fresh = await proposalsIn(records, connection, scopes, ['uncounted']);
  const isAsked = connection.holds.some(({ kind }) => kind === 'massChange');
  // Rules wait while a connection is held, so a brake has asked about all of theirs.
  const messages = isAsked ? [] : await records.proposedMessages(connection.id);
  const decisions = countDecisions(fresh, messages) + connection.decidedBetween;
  const { massChangeLimit: limit } = context.settings;
  const isTooMuch = decisions > limit;
  if (!isTooMuch) await letPass(records, connection, scopes);
  if (posture.automates) {
    const released: readonly Passage[] = isTooMuch ? ['approved'] : PASSED;
    for (const scope of scopes) await release(records, connection, { ...scope, passage: released }, now);
    if (!isTooMuch && messages.length > 0) await records.releaseMessages(connection.id);
  }
  const counted = { ...connection, decidedBetween: 0 };
  if (isTooMuch && posture.automates) {
    await letPass(records, connection, scopes);
    await hold(records, counted, { kind: 'massChange', since: now, decisions, limit });
    await tellWaiting(records, (await records.connection(connection.id))!, scopes);
  } else {
    if (connection.decidedBetween > 0 && !isTooMuch) await records.saveConnection(counted);
    if (isAsked) await tellWaiting(records, (await records.connection(connection.id))!, scopes);
  }
}

/** How many decisions an admin's word lets pass now. */
export async function countWaiting(records: Records, context: SyncContext, connection: Connection): Promise<number> {
  const scopes = carriedByItself(context, connection, isoNow(context.clock));
  const waiting = await proposalsIn(records, connection, scopes, PASSED);
  return countDecisions(waiting, await records.proposedMessages(connection.id));
}

/**
 * Which proposals a connection turns into promises without anybody's click. Under Microsoft's own sync these are what
 * rules want and, where it is allowed, the drift that sync has had its time for.
 */
function carriedByItself({ settings }: SyncContext, { mode }: Connection, now: string): ProposalQuery[] {
  if (mode !== 'native') return [{}];
  const overdue: ProposalQuery[] = [{ cause: 'sync', dueBy: now, kinds: ['field'] }];
  return [{ cause: 'rule' }, ...(settings.driftRepair === 'auto' ? overdue : [])];
}

async function proposalsIn(
  records: Records,
  { id }: Connection,
  scopes: readonly ProposalQuery[],
  passage: readonly Passage[],
): Promise<Intent[]> {
  const found: Intent[] = [];
  for (const scope of scopes) found.push(...(await records.proposals(id, { ...scope, passage })));
  return found;
}

async function letPass(records: Records, { id }: Connection, scopes: readonly ProposalQuery[]): Promise<void> {
  for (const scope of scopes) await records.letPass(id, { ...scope, passage: ['uncounted'] }, 'counted');
}

async function release(records: Records, { id, mode }: Connection, query: ProposalQuery, now: string): Promise<void> {
  if (mode === 'native' && query.cause === 'sync')
    for (const intent of await records.proposals(id, query))
      await records.saveIntent({ ...intent, priority: PRIORITY.repair });
  await releaseProposals(records, id, query, now);
}

/** Keeps the number people are told true: what go would let pass, and what it would not. */
async function tellWaiting(records: Records, connection: Connection, scopes: readonly ProposalQuery[]): Promise<void> {
  const messages = await records.proposedMessages(connection.id);
  const waiting = countDecisions(await proposalsIn(records, connection, scopes, PASSED), messages);
  const later = countDecisions(await proposalsIn(records, connection, scopes, ['uncounted']), []);
  const holds = connection.holds.map((one) => (one.kind === 'massChange' ? { ...one, waiting, later } : one));
  if (!sameJson(holds, connection.holds)) await records.saveConnection({ ...connection, holds });
}
