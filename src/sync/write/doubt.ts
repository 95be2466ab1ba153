import type { Field } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { otherSide } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';
import { addDoubt, endDoubt, prolongDoubt } from '../doubt.ts';
import { HELD } from '../intent.ts';
import type { FieldIntent } from '../intent.ts';
import type { Link, SideRecord } from '../link.ts';
import { recordOf } from '../link.ts';
import type { Records } from '../ports/records.ts';
import { sameJson } from '../same-json.ts';

/**
 * From here until an answer tells, what is sent may or may not be there. Answers false, and notes nothing, when one of
 * the intents was withdrawn, held or changed since it was judged: then it must not be sent like this.
 */
export async function noteDoubt(
  context: SyncContext,
  number: number,
  side: Side,
  intents: FieldIntent[],
  values: Map<Field, unknown>,
): Promise<boolean> {
  const arrivesBy = staleUntil(context);
  return change(context, number, side, async (record, { base }, records) => {
    const open = await records.openIntents(number);
    const isPromised = ({ id, work }: FieldIntent) =>
      open.some((one) => one.id === id && one.notBefore !== HELD && sameJson(one.work, work));
    if (!intents.every(isPromised)) return false;
    for (const { work } of intents.filter((intent) => values.has(intent.work.field))) {
      const elsewhere = base[work.field]?.[otherSide(side)];
      addDoubt(record, work, { value: values.get(work.field), elsewhere, arrivesBy });
    }
    return true;
  });
}

/** No answer came: what was sent may be carried out for a while yet, counted from now. */
export function keepDoubt(context: SyncContext, number: number, side: Side, fields: string[]): Promise<void> {
  const arrivesBy = staleUntil(context);
  return change(context, number, side, (record) => {
    for (const field of fields as Field[]) prolongDoubt(record, field, arrivesBy);
  });
}

/** An answer said that nothing was done. */
export function clearDoubt(context: SyncContext, number: number, side: Side, fields: string[]): Promise<void> {
  return change(context, number, side, (record) => {
    for (const field of fields as Field[]) endDoubt(record, field, undefined, staleUntil(context));
  });
}

/** How long a request whose answer nobody waits for any more may still be carried out (ISO 8601). */
export function staleUntil({ clock, settings }: SyncContext): string {
  return new Date(clock.now().getTime() + 2 * settings.requestTimeoutSeconds * 1000).toISOString();
}

async function change<T>(
  { store }: SyncContext,
  number: number,
  side: Side,
  work: (record: SideRecord, link: Link, records: Records) => T | Promise<T>,
): Promise<T> {
  return store.transaction(async (records) => {
    const link = (await records.link(number))!;
    const result = await work(recordOf(link, side)!, link, records);
    await records.saveLink(link);
    return result;
  });
}
