import type { TopologyFacts } from '../../sync/ports/topology-port.ts';
import { chooseMode } from '../../sync/topology/choose-mode.ts';
import { findNativeSync } from '../../sync/topology/find-native-sync.ts';
import { failed, ok, warning } from '../check.ts';
import type { Check, Finding } from '../check.ts';
import { unlessUnfound } from '../see-first.ts';

export interface TopologyCheckSettings extends Pick<Check, 'subject' | 'connection'> {
  /** What SYNC_MODE says of the connection. */
  mode: 'auto' | 'bridge' | 'native' | 'observe';
  look(): Promise<TopologyFacts>;
}

/** Who else syncs the two systems, and whether the mode fits. */
export function topologyCheck({ subject, connection, mode, look }: TopologyCheckSettings): Check {
  return { name: 'topology', subject, connection, run: async () => judge(mode, await look()) };
}

const WORDS = { on: 'is at work', off: 'is not at work', unknown: 'may or may not be at work' };

function judge(mode: TopologyCheckSettings['mode'], facts: TopologyFacts): Finding {
  const { state, evidence } = findNativeSync(facts);
  const chosen = mode === 'auto' ? `SYNC_MODE=auto chooses ${chooseMode(facts).mode}` : `SYNC_MODE is ${mode}`;
  const found = `${chosen}; Microsoft's own sync ${WORDS[state]}: ${evidence}`;
  if (mode === 'observe') return ok(found);
  if (state === 'unknown')
    return warning(
      found,
      unlessUnfound(
        evidence,
        'Let Dragoman read the data connectors: Microsoft Sentinel Reader on the workspace is enough. Or set SYNC_MODE ' +
          'to what you know.',
      ),
    );
  if (mode === 'bridge' && state === 'on')
    return failed(
      found,
      'Two syncs make two Sentinel incidents of each Defender incident. Set SYNC_MODE to native (or auto), or turn the ' +
        "connector's incidents off.",
    );
  if (mode === 'native' && state === 'off')
    return failed(
      found,
      'Nobody makes Sentinel incidents: native leaves that to Microsoft. Set SYNC_MODE to bridge (or auto), or turn the ' +
        "Defender XDR connector's incidents on.",
    );
  return ok(found);
}
