import type { SyncContext } from '../context.ts';
import { describeOverruled } from '../overruled/describe-overruled.ts';
import { FIELD_RULES } from '../fields.ts';
import type { FieldRules } from '../fields.ts';
import type { FieldWork, Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import type { WriteDecision } from '../plan/decision.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { sameJson } from '../same-json.ts';
import { tellOverruled } from './release-proposals.ts';
import { syncIntent } from './sync-intent.ts';
import type { Taking } from './taking.ts';

/**
 * An unsent intent or proposal is only as good as the decision behind it: it is renewed, replaced or dropped with it.
 * One that is decided again keeps its age, and what was promised stays promised.
 */
export async function promiseWrites(
  records: Records,
  context: SyncContext,
  link: Link,
  writes: WriteDecision[],
  { wanted, again }: { wanted: Intent[]; again: readonly Intent[] },
  taking: Taking,
): Promise<void> {
  const now = isoNow(context.clock);
  const dead = await records.deadIntents(link.number);
  const stillWanted = new Set<number>();
  for (const write of writes) {
    const work = workOf(link, write, now);
    const same = (intent: Intent) => intent.side === write.side && sameTarget(intent, work);
    const kept = wanted.find(same);
    if (kept !== undefined) {
      stillWanted.add(kept.id);
      // The same write may be wanted for another reason now: what it did not overrule when it was promised is told.
      const isRetold = kept.state === 'open' && kept.rule !== write.rule;
      if (isRetold) await tellOverruled(records, link, { ...kept, work, rule: write.rule });
      const { overruled: _told, ...rest } = work;
      const renewed = kept.state === 'open' ? rest : work;
      await records.saveIntent({ ...kept, work: renewed, rule: write.rule });
      continue;
    }
    // What a side refused for good is not asked of it again until the facts or an admin say otherwise.
    if (dead.some((intent) => isRefused(intent, write))) continue;
    await buryDead(records, dead, write, now);
    // The same thing decided afresh stands where it stood before the brake.
    const passage = again.find(same)?.passage;
    const intent = syncIntent(link, write.side, work, write.rule, taking);
    await records.addIntent({ ...intent, ...(passage === undefined ? {} : { passage }) }, now);
    link.version += 1;
  }
  for (const intent of wanted)
    if (!stillWanted.has(intent.id)) await records.saveIntent({ ...intent, state: 'superseded', settledAt: now });
}

/** A newer write of the same field makes an older one's refusal history. */
async function buryDead(
  records: Records,
  dead: Intent[],
  { side, field }: Pick<WriteDecision, 'side' | 'field'>,
  now: string,
): Promise<void> {
  for (const intent of dead)
    if (intent.side === side && intent.work.kind === 'field' && intent.work.field === field)
      await records.saveIntent({ ...intent, state: 'superseded', settledAt: now });
}

function workOf(link: Link, write: WriteDecision, now: string): FieldWork {
  const { rule: _rule, side: _side, overrules, ...carried } = write;
  return {
    ...carried,
    kind: 'field',
    ...(overrules === null ? {} : { overruled: describeOverruled(link, write, now) }),
  };
}

/** Whether what was refused tells what would be carried now, if perhaps in other words. */
function isRefused({ work, side }: Intent, write: WriteDecision): boolean {
  if (work.kind !== 'field' || side !== write.side || work.field !== write.field) return false;
  if (sameJson(work.value, write.value)) return true;
  const { agree } = FIELD_RULES[write.field] as FieldRules<unknown>;
  const elsewhere = work.field === 'tags' ? write.value : write.agreedElsewhere;
  return side === 'defender' ? agree(work.value, elsewhere) : agree(elsewhere, work.value);
}

function sameTarget(intent: Intent, work: FieldWork): boolean {
  return intent.work.kind === 'field' && intent.work.field === work.field && sameJson(intent.work.value, work.value);
}
