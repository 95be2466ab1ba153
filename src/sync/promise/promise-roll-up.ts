import { auditOfSync } from '../audit-row.ts';
import type { SyncContext } from '../context.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { rollUpId } from '../roll-up.ts';
import { syncIntent } from './sync-intent.ts';
import type { Taking } from './taking.ts';

/**
 * Row K4 of the decision table: the roll-up reads otherwise than we wrote it. It is ours to tell, so it is told again,
 * and what it said is kept in the audit.
 */
export async function promiseRollUp(records: Records, context: SyncContext, link: Link, taking: Taking): Promise<void> {
  const rollUp = await records.rollUp(link.number);
  if (rollUp === null || rollUp.seen === rollUp.shown || link.sentinel === null) return;
  const commentId = rollUpId(link);
  const intents = [...(await records.wantedIntents(link.number)), ...(await records.deadIntents(link.number))];
  // While an answer is missing, what is seen may be our own newest text.
  const isTelling = ({ state, work }: Intent) => state === 'open' && work.kind === 'comment' && work.viaRollUp === true;
  const isPromised = ({ work }: Intent) => work.kind === 'comment' && work.commentId === commentId;
  if (intents.some((intent) => isTelling(intent) || isPromised(intent))) return;
  const [rule, at] = ['K4', isoNow(context.clock)];
  const lost = { rule, lost: rollUp.seen };
  await records.appendAudit(auditOfSync(at, link.number, 'overrule', 'overruled:sentinel', lost));
  await records.addIntent(syncIntent(link, 'sentinel', { kind: 'comment', commentId }, rule, taking), at);
}
