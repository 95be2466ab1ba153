import { auditOfConnection } from '../audit-row.ts';
import type { Intent } from '../intent.ts';
import type { Connection, Records } from '../ports/records.ts';
import { replaceIntent } from '../replace-intent.ts';
import { takeBack } from './take-back.ts';

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
  await records.letPass(before.id, {}, 'uncounted');
  for (const intent of [...(await records.proposals(before.id)), ...(await records.deadLetters(before.id))]) {
    if (intent.state === 'proposed') await records.markUndecided(intent.link, true);
    if (isMoot(intent, to.mode)) await replaceIntent(records, intent, now, 'decided again in another mode');
  }
  for (const link of await records.withoutTwin(before.id)) await records.markUndecided(link, true);
}

/**
 * What is wanted in one mode only. A twin that was waited for has no name of ours, and one that was refused would be made
 * by a retry where Microsoft's own sync makes twins. That sync tells title and description by itself, and no trailer.
 */
function isMoot({ work, state }: Intent, mode: Connection['mode']): boolean {
  if (work.kind === 'create') return state === 'dead' || work.attempted === null;
  return work.kind === 'story' && mode === 'native';
}
