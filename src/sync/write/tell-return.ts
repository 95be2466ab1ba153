import type { Side } from '../../incident/side.ts';
import { SIDE_NAMES } from '../../incident/side.ts';
import { capital, describeValue, describeWhen } from '../overruled/describe-overruled.ts';
import { pendingDoubt } from '../doubt.ts';
import type { FieldIntent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, recordOf } from '../link.ts';
import { noteOverruled } from '../overruled/note-overruled.ts';
import type { Records } from '../ports/records.ts';

/**
 * A value is written once more where the first write may have arrived and been put back by somebody, which nobody can
 * say (see `noteReturns`): people are told, once. Tags are merged, and nothing of them is lost so. The caller saves the
 * link.
 */
export async function tellReturn(records: Records, link: Link, side: Side, intent: FieldIntent): Promise<void> {
  const { work, rule, actionId } = intent;
  const record = recordOf(link, side)!;
  const doubt = pendingDoubt(record, work.field);
  if (doubt?.returned === undefined || doubt.returned.isTold === true || work.field === 'tags') return;
  doubt.returned.isTold = true;
  const present = fieldOf(record.observation.incident, work.field);
  const when = describeWhen({ ...doubt.returned, exact: false, machine: false });
  const sentence =
    `${capital(describeValue(work.field, present))} in ${SIDE_NAMES[side]} may have been set again${when}. ` +
    `Kept: ${describeValue(work.field, work.value)} (the first attempt to write it was not answered, so nobody can say).`;
  const at = doubt.returned.by;
  const lost = { rule, actionId, lost: present, kept: work.value };
  await noteOverruled(records, link, { field: work.field, side, sentence, at }, lost);
}
