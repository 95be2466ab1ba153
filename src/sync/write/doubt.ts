import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import type { FieldIntent } from '../intent.ts';
import type { SideRecord } from '../link.ts';
import { recordOf } from '../link.ts';

/** How many values of one field may be in doubt; older ones have long arrived or never will. */
const MOST_DOUBTS = 5;

/** From here until an answer tells, what is sent may or may not be there. */
export async function noteDoubt(
  context: SyncContext,
  number: number,
  side: Side,
  intents: FieldIntent[],
  values: Map<Field, unknown>,
): Promise<void> {
  const alone = intents.filter(({ work }) => work.alone === true).map(({ work }) => work.field);
  await change(context, number, side, (record) => {
    const { inDoubt } = record;
    for (const [field, value] of values)
      Object.assign(inDoubt, { [field]: [...(inDoubt[field] ?? []), value].slice(-MOST_DOUBTS) });
    record.inDoubtAlone = [...new Set([...record.inDoubtAlone, ...alone.filter((field) => values.has(field))])];
  });
}

/** An answer said that nothing was done. */
export function clearDoubt(context: SyncContext, number: number, side: Side, fields: string[]): Promise<void> {
  return change(context, number, side, (record) => endDoubt(record, fields as Field[]));
}

/** An answer told what became of these fields. The caller saves the link. */
export function endDoubt(record: SideRecord, fields: Field[]): void {
  for (const field of fields) delete record.inDoubt[field];
  record.inDoubtAlone = record.inDoubtAlone.filter((field) => !fields.includes(field));
}

async function change(
  { store }: SyncContext,
  number: number,
  side: Side,
  work: (record: SideRecord) => void,
): Promise<void> {
  await store.transaction(async (records) => {
    const link = (await records.link(number))!;
    work(recordOf(link, side)!);
    await records.saveLink(link);
  });
}
