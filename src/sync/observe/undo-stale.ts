import type { Field, Incident } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { auditOfSync } from '../audit-row.ts';
import { PRIORITY } from '../intent.ts';
import type { FieldWork } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf } from '../link.ts';
import type { Records } from '../ports/records.ts';

/**
 * A write of ours that was given up for lost arrived after a newer one had been settled (row D1): what was settled is
 * written once more. It stands for whoever asked for that, so the field is not decided on meanwhile.
 */
export async function undoStale(
  records: Records,
  link: Link,
  side: Side,
  field: Field,
  incident: Incident,
): Promise<void> {
  const settled = link.base[field]?.[side];
  if (settled === undefined) return;
  const expected = fieldOf(incident, field);
  const wanted = await records.wantedIntents(link.number);
  if (wanted.some((one) => one.side === side && one.work.kind === 'field' && one.work.field === field)) return;
  const work = { kind: 'field', field, value: settled, expected } as FieldWork;
  const at = incident.modifiedAt;
  await records.addIntent(
    {
      link: link.number,
      side,
      work,
      rule: 'D1',
      cause: 'person',
      actionId: null,
      actedAt: at,
      priority: PRIORITY.person,
    },
    at,
  );
  const detail = { rule: 'D1', field, late: expected, kept: settled };
  await records.appendAudit(auditOfSync(at, link.number, 'undo late write', `late:${side}`, detail));
}
