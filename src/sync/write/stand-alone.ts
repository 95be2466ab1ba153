import { otherSide } from '../../incident/side.ts';
import type { Side } from '../../incident/side.ts';
import type { FieldIntent, Intent } from '../intent.ts';
import type { Link, SideRecord } from '../link.ts';
import { recordOf } from '../link.ts';
import type { Records } from '../ports/records.ts';
import { agreeOn } from '../promise/settle-base.ts';

/**
 * One side will not take what was asked of both, or something newer was asked before it had: on the other it is an edit
 * like anybody's from now on. Had it settled its half of the base there, the two would differ and nobody would know, as
 * soon as the refusal is history. The caller saves the link.
 */
export async function standAlone(records: Records, link: Link, untaken: Intent): Promise<void> {
  const { work, actionId, cause } = untaken;
  if (work.kind !== 'field' || cause === 'sync' || actionId === null) return;
  const side = otherSide(untaken.side);
  for (const half of await records.intentsOfAction(actionId)) {
    if (half.side !== side || half.work.kind !== 'field' || half.work.field !== work.field) continue;
    if (half.work.alone === true || !(half.state === 'open' || half.state === 'done')) continue;
    const alone: FieldIntent = { ...half, work: { ...half.work, alone: true } };
    await records.saveIntent(alone);
    for (const doubt of recordOf(link, side)?.inDoubt[work.field] ?? []) doubt.isAlone = true;
    if (half.state === 'done') takeBack(link, side, alone);
  }
}

/** What was agreed to by a wish is a change against the base again, made when the person acted. */
function takeBack(link: Link, side: Side, intent: FieldIntent): void {
  const { work } = intent;
  const record = recordOf(link, side);
  const before = work.field === 'tags' ? work.agreedBefore : work.expected;
  if (record === null || before === undefined || link.base[work.field] === undefined) return;
  dateMove(record, intent);
  agreeOn(link, work.field, { [side]: before });
}

/** What is written of a wish is as old as the wish, however long it waited. The caller saves the link. */
export function dateMove(record: SideRecord, { work, actedAt, createdAt }: FieldIntent): void {
  const at = actedAt ?? createdAt;
  record.moves = { ...record.moves, [work.field]: { after: at, by: at, exact: true, machine: false } };
}
