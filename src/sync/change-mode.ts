import { auditOfConnection } from './audit-row.ts';
import { takeBack } from './obey.ts';
import type { Connection, Records } from './ports/records.ts';

/**
 * Puts a connection into a mode, in the caller's transaction. What was decided under another one is decided again,
 * and counted, before any of it is written.
 * @param now ISO 8601
 */
export async function changeMode(
  records: Records,
  before: Connection,
  to: Pick<Connection, 'mode' | 'modeReason'>,
  now: string,
): Promise<void> {
  const after = { ...before, ...to };
  await records.saveConnection(after);
  if (before.mode === to.mode) return;
  await records.appendAudit(auditOfConnection(now, before.id, `mode:${to.mode}`, to.modeReason));
  await takeBack(records, before, after);
  for (const { link } of await records.proposals(before.id)) await records.markUndecided(link, true);
  for (const link of await records.withoutTwin(before.id)) await records.markUndecided(link, true);
}
