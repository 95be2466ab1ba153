import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { describeMove, describeValue } from '../overruled/describe-overruled.ts';
import { FIELD_RULES } from '../fields.ts';
import type { Link, Overruled } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';

/**
 * The change of a side that nobody carried yet and a wish sets aside; null where there is none. Tags are merged, so
 * nothing of them is set aside.
 * @param why Why the wish stands, in words for people.
 */
export function setAside(
  link: Link,
  side: Side,
  { field, value }: { field: Field; value: unknown },
  why: string,
  at: string,
): Overruled | null {
  const record = recordOf(link, side);
  if (field === 'tags' || record?.moves[field] === undefined) return null;
  const rules = FIELD_RULES[field] as { same(a: unknown, b: unknown): boolean };
  if (rules.same(fieldOf(record.observation.incident, field), value)) return null;
  const sentence = `${describeMove(link, side, field)} Kept: ${describeValue(field, value)} (${why}).`;
  return { field, side, sentence, at };
}
