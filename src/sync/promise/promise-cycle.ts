import { auditOfConnection } from '../audit-row.ts';
import type { SyncContext } from '../context.ts';
import { PRIORITY } from '../intent.ts';
import type { Intent } from '../intent.ts';
import { isoNow } from '../ports/clock.ts';
import type { Connection, ProposalQuery, Records } from '../ports/records.ts';
import { describeHold, postureOf } from '../posture.ts';
import type { Hold } from '../posture.ts';
import type { RuleMessage } from '../rule-trail.ts';
import { takeBack } from '../take-back.ts';
import { releaseProposals } from './release-proposals.ts';

/**
 * What a cycle decided is promised all at once, or not at all: more decisions about observed changes and answers of
 * automation rules than `massChangeLimit` stop what Dragoman writes by itself until an admin has looked. Creations of
 * twins are not counted, and neither is what people do in chat. A crash before this leaves proposals, which the next
 * cycle counts again. Under Microsoft's own sync only what rules want is promised.
 */
export async function promiseCycle(context: SyncContext): Promise<void> {
  await context.store.transaction(async (records) => {
    const connection = (await records.connection(context.connectionId))!;
    const posture = postureOf(connection);
    if (!posture.automates) return;
    const query: ProposalQuery = posture.carries ? {} : { cause: 'rule' };
    const proposals = await records.proposals(connection.id, query);
    const messages = await records.proposedMessages(connection.id);
    const decisions = proposals.filter(isCounted).length + countRuleActions(proposals, messages);
    const { massChangeLimit: limit } = context.settings;
    const since = isoNow(context.clock);
    if (decisions > limit && !connection.approved) {
      await hold(records, connection, { kind: 'massChange', since, decisions, limit });
      return;
    }
    if (proposals.length > 0) await releaseProposals(records, connection.id, query, since);
    if (messages.length > 0) await records.releaseMessages(connection.id);
    if (connection.approved) await records.saveConnection({ ...connection, approved: false });
    if (posture.mode === 'native') await repairOverdue(records, context, connection);
  });
}

/**
 * Adds a hold, unless one of its kind stands already; every one leaves a row in the audit. What was promised before and
 * is not sent yet waits with the rest: a stop that let a long backlog go on would stop nothing.
 */
export async function hold(records: Records, connection: Connection, reason: Hold): Promise<void> {
  if (connection.holds.some(({ kind }) => kind === reason.kind)) return;
  const held = { ...connection, holds: [...connection.holds, reason] };
  await records.saveConnection(held);
  await takeBack(records, connection, held);
  await records.appendAudit(
    auditOfConnection(reason.since, connection.id, `hold:${reason.kind}`, describeHold(reason)),
  );
}

function isCounted({ work, rule, cause }: Intent): boolean {
  return cause === 'sync' && work.kind === 'field' && rule !== 'M1';
}

/** What one rule does on account of one event counts as one, however many fields and sides it takes. */
function countRuleActions(proposals: Intent[], messages: RuleMessage[]): number {
  const wishes = proposals.filter(({ cause }) => cause === 'rule');
  return new Set([...wishes, ...messages].map(({ actionId }) => actionId)).size;
}

/** Drift that Microsoft's own sync has had its time for, where it may be repaired without a click. */
async function repairOverdue(records: Records, context: SyncContext, connection: Connection): Promise<void> {
  if (context.settings.driftRepair !== 'auto') return;
  const now = isoNow(context.clock);
  const query = { dueBy: now, kinds: ['field' as const] };
  for (const intent of await records.proposals(connection.id, query))
    await records.saveIntent({ ...intent, priority: PRIORITY.repair });
  await releaseProposals(records, connection.id, query, now);
}
