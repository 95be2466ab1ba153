import type { SyncContext } from '../context.ts';
import { describeOverruled } from '../describe-overruled.ts';
import type { FieldWork, Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import type { WriteDecision } from '../plan/decision.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { sameJson } from '../same-json.ts';
import { syncIntent } from './sync-intent.ts';

/** An unsent intent is only as good as the decision behind it: it is renewed, replaced or dropped with it. */
export async function promiseWrites(
  records: Records,
  context: SyncContext,
  link: Link,
  writes: WriteDecision[],
  open: Intent[],
): Promise<void> {
  const now = isoNow(context.clock);
  const dead = await records.deadIntents(link.number);
  const stillWanted = new Set<number>();
  for (const write of writes) {
    const work = workOf(write);
    const same = (intent: Intent) => intent.side === write.side && sameTarget(intent, work);
    const kept = open.find(same);
    if (kept !== undefined) {
      stillWanted.add(kept.id);
      await records.saveIntent({ ...kept, work, rule: write.rule });
      continue;
    }
    // What a side refused for good is not asked of it again until the facts or an admin say otherwise.
    if (dead.some(same)) continue;
    await noteOverruled(records, context, link, write);
    await records.addIntent(syncIntent(link, write.side, work, write.rule), now);
    link.version += 1;
  }
  for (const intent of open)
    if (!stillWanted.has(intent.id)) await records.saveIntent({ ...intent, state: 'superseded', settledAt: now });
}

function workOf(write: WriteDecision): FieldWork {
  const { rule: _rule, side: _side, overrules: _overrules, ...carried } = write;
  return { ...carried, kind: 'field' };
}

function sameTarget(intent: Intent, work: FieldWork): boolean {
  return intent.work.kind === 'field' && intent.work.field === work.field && sameJson(intent.work.value, work.value);
}

async function noteOverruled(records: Records, context: SyncContext, link: Link, write: WriteDecision): Promise<void> {
  if (write.overrules === null) return;
  const entry = describeOverruled(link, write, isoNow(context.clock));
  link.overruled = [entry, ...link.overruled].slice(0, 5);
  await records.appendAudit({
    at: entry.at,
    actorKind: 'sync',
    actorObjectId: null,
    actorTenantId: null,
    actorUpn: null,
    actorName: null,
    action: 'overrule',
    incident: link.number,
    actionId: null,
    outcome: `overruled:${entry.side}`,
    detail: { rule: write.rule, field: write.field, sentence: entry.sentence, lost: write.expected, kept: write.value },
  });
}
