import { auditOfConnection } from '../audit-row.ts';
import type { Connection, Records } from '../ports/records.ts';
import { describeHold } from '../posture/posture.ts';
import type { Hold } from '../posture/posture.ts';
import { takeBack } from '../posture/take-back.ts';

/**
 * Adds a hold, unless one of its kind stands already; every one leaves a row in the audit. What was promised before and
 * is not sent yet waits with the rest: a stop that let a long backlog go on would stop nothing.
 */
export async function hold(records: Records, connection: Connection, reason: Hold): Promise<void> {
  if (connection.holds.some(({ kind }) => kind === reason.kind)) return;
  const held = { ...connection, holds: [...connection.holds, reason] };
  await records.saveConnection(held);
  await takeBack(records, connection, held);
  await records.appendAudit(
    auditOfConnection(reason.since, connection.id, `hold:${reason.kind}`, describeHold(reason)),
  );
}
