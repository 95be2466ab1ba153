import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { auditOfSync } from '../audit-row.ts';
import { describeMove, describeValue } from '../overruled/describe-overruled.ts';
import { PRIORITY } from '../intent.ts';
import type { FieldWork } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import type { Records } from '../ports/records.ts';

/**
 * A write of ours that was given up for lost arrived after a newer one had been settled (row D1): what was settled is
 * written once more. It stands for whoever asked for that, so the field is not decided on meanwhile. Where the side
 * does not name who it was, it may have been somebody who set the very same value: people are told then.
 */
export async function undoStale(records: Records, link: Link, side: Side, field: Field): Promise<void> {
  const settled = link.base[field]?.[side];
  if (settled === undefined) return;
  const { observation, writtenAs } = recordOf(link, side)!;
  const { modifiedAt: at, modifiedBy } = observation.incident;
  const expected = fieldOf(observation.incident, field);
  const wanted = await records.wantedIntents(link.number);
  if (wanted.some((one) => one.side === side && one.work.kind === 'field' && one.work.field === field)) return;
  const work = { kind: 'field', field, value: settled, expected } as FieldWork;
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
  if (modifiedBy !== null && writtenAs !== undefined) return;
  const why = 'it looks like a write of ours that came late; if it was yours, set it again';
  const sentence = `${describeMove(link, side, field)} Kept: ${describeValue(field, settled)} (${why}).`;
  await noteOverruled(records, link, { field, side, sentence, at }, { rule: 'D1', lost: expected, kept: settled });
}

/** It looks like one, but the side names somebody else: it is their edit, and goes the way of any. */
export async function keepLateValue(records: Records, link: Link, side: Side, field: Field): Promise<void> {
  const { incident } = recordOf(link, side)!.observation;
  const { modifiedAt: at, modifiedBy } = incident;
  const detail = { field, value: fieldOf(incident, field), modifiedBy };
  await records.appendAudit(auditOfSync(at, link.number, 'keep late value', `kept:${side}`, detail));
}
