import type { Connection, Records } from '../ports/records.ts';
import { postureOf } from './posture.ts';

/**
 * Takes unsent promises back that a connection in its new posture does not make by itself. What an admin said go to is
 * not what a later brake is about: it goes on.
 */
export async function takeBack(records: Records, before: Connection, after: Connection): Promise<void> {
  const [was, is] = [postureOf(before), postureOf(after)];
  const isStopped = was.automates && !is.automates;
  const isBrakedOnly = is.mode === was.mode && after.holds.every(({ kind }) => kind === 'massChange');
  const which = isBrakedOnly ? 'unapproved' : 'all';
  // Drift that is repaired without a click is carried by nobody's order either.
  if (isStopped || (was.carries && !is.carries)) await records.withdraw(after.id, 'sync', which);
  if (isStopped) await records.withdraw(after.id, 'rule', which);
}
