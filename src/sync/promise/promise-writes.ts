import type { SyncContext } from '../context.ts';
import { describeOverruled } from '../describe-overruled.ts';
import type { FieldWork, Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import type { WriteDecision } from '../plan/decision.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { noteOverruled } from '../note-overruled.ts';
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
    if (write.overrules !== null)
      await noteOverruled(records, link, describeOverruled(link, write, now), {
        rule: write.rule,
        lost: write.expected,
        kept: write.value,
      });
    await buryDead(records, dead, write, now);
    await records.addIntent(syncIntent(link, write.side, work, write.rule), now);
    link.version += 1;
  }
  for (const intent of open)
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

function workOf(write: WriteDecision): FieldWork {
  const { rule: _rule, side: _side, overrules: _overrules, ...carried } = write;
  return { ...carried, kind: 'field' };
}

function sameTarget(intent: Intent, work: FieldWork): boolean {
  return intent.work.kind === 'field' && intent.work.field === work.field && sameJson(intent.work.value, work.value);
}
