import { auditOfConnection } from './audit-row.ts';
import type { SyncContext } from './context.ts';
import { takeOrPutBack } from './obey.ts';
import { isoNow } from './ports/clock.ts';
import type { Connection, Records } from './ports/records.ts';
import type { TopologyFacts } from './ports/topology-port.ts';
import { postureOf } from './posture.ts';
import type { SyncMode } from './posture.ts';
import { hold } from './promise/promise-cycle.ts';
import { chooseMode } from './topology/choose-mode.ts';
import { findNativeSync } from './topology/find-native-sync.ts';

/**
 * Takes in what was seen of who else syncs the two systems. Under `auto` the mode follows it, but for one case: a
 * bridge that finds Microsoft's own sync beside it stops and waits for an admin, since both have made twins.
 */
export async function takeInTopology(context: SyncContext, facts: TopologyFacts): Promise<void> {
  await context.store.transaction(async (records) => {
    const connection = (await records.connection(context.connectionId))!;
    const native = findNativeSync(facts);
    if (native.state === 'off' && connection.knowsNative)
      await records.saveConnection({ ...connection, knowsNative: false });
    const isBesideBridge = native.state === 'on' && connection.mode === 'bridge';
    if (isBesideBridge && !(context.settings.mode === 'auto' && connection.knowsNative)) {
      if (connection.knowsNative) return;
      const since = isoNow(context.clock);
      return hold(records, connection, { kind: 'nativeFound', since, evidence: native.evidence });
    }
    if (context.settings.mode !== 'auto') return;
    const { mode, reason } = chooseMode(facts);
    // Not to know is no news: what was chosen on better knowledge stands.
    if (native.state === 'unknown' && connection.mode !== 'observe') return;
    await changeMode(records, context, connection, mode, reason);
  });
}

async function changeMode(
  records: Records,
  context: SyncContext,
  before: Connection,
  mode: SyncMode,
  modeReason: string,
): Promise<void> {
  const after = { ...before, mode, modeReason };
  await records.saveConnection(after);
  if (before.mode === mode) return;
  const now = isoNow(context.clock);
  await records.appendAudit(auditOfConnection(now, before.id, `mode:${mode}`, modeReason));
  // What was decided under another mode is decided again, and counted, before any of it is written.
  if (postureOf(before).carries) await takeOrPutBack(records, before, after, now);
  for (const { link } of await records.proposals(before.id)) await records.markUndecided(link, true);
  for (const link of await records.withoutTwin(before.id)) await records.markUndecided(link, true);
}
