import { changeMode } from './change-mode.ts';
import type { SyncContext } from '../context.ts';
import { isoNow } from '../ports/clock.ts';
import type { TopologyFacts } from '../ports/topology-port.ts';
import { hold } from '../promise/hold.ts';
import { chooseMode } from '../topology/choose-mode.ts';
import { findNativeSync } from '../topology/find-native-sync.ts';

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
    await changeMode(records, connection, { mode, modeReason: reason }, isoNow(context.clock));
  });
}
