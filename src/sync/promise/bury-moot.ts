import type { Field } from '../../incident/incident.ts';
import type { SyncContext } from '../context.ts';
import { FIELD_RULES } from '../fields.ts';
import type { FieldRules } from '../fields.ts';
import type { Link } from '../link.ts';
import { fieldOf, isHalfGone, recordOf } from '../link.ts';
import { isoNow } from '../ports/clock.ts';
import type { Records } from '../ports/records.ts';
import { replaceIntent } from '../replace-intent.ts';

/**
 * What a side once refused is no trouble any more when it holds that value after all, or when both agree and moved on
 * since: retried then, it would be written over what was agreed, and to one side only.
 */
export async function buryMoot(records: Records, context: SyncContext, link: Link): Promise<void> {
  const now = isoNow(context.clock);
  for (const intent of await records.deadIntents(link.number)) {
    const { work, side, cause } = intent;
    if (work.kind === 'create' && link.sentinel !== null)
      await replaceIntent(records, intent, now, 'it is there already');
    const record = recordOf(link, side);
    if (work.kind !== 'field' || record === null) continue;
    const rules = FIELD_RULES[work.field] as FieldRules<unknown>;
    const present = fieldOf(record.observation.incident, work.field);
    const hasMovedOn = cause === 'sync' || !('expected' in work && rules.same(present, work.expected));
    if (rules.same(present, work.value) || (hasMovedOn && agrees(link, work.field, rules)))
      await records.saveIntent({ ...intent, state: 'superseded', settledAt: now });
  }
}

/** Both sides are there, and tell one story. */
function agrees(link: Link, field: Field, { agree }: FieldRules<unknown>): boolean {
  const { defender, sentinel } = link;
  if (defender === null || sentinel === null || isHalfGone(link)) return false;
  return agree(fieldOf(defender.observation.incident, field), fieldOf(sentinel.observation.incident, field));
}
