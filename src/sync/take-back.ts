import type { Connection, Records } from './ports/records.ts';
import { postureOf } from './posture.ts';

/** Takes unsent promises back that a connection in its new posture does not make by itself. */
export async function takeBack(records: Records, before: Connection, after: Connection): Promise<void> {
  const [was, is] = [postureOf(before), postureOf(after)];
  if (was.carries && !is.carries) await records.withdraw(after.id, 'sync');
  if (was.automates && !is.automates) await records.withdraw(after.id, 'rule');
}
