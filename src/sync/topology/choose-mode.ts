import type { TopologyFacts } from '../ports/topology-port.ts';
import { findNativeSync } from './find-native-sync.ts';

export interface ModeChoice {
  mode: 'bridge' | 'native' | 'observe';
  /** A sentence for people. */
  reason: string;
}

/**
 * The mode that `SYNC_MODE=auto` stands for. Pure. Two syncs that both make twins do harm that stays, and a sync too
 * few does none that time does not mend: where nothing can be known, nothing is written.
 */
export function chooseMode(facts: TopologyFacts): ModeChoice {
  const { state, evidence } = findNativeSync(facts);
  switch (state) {
    case 'on':
      return { mode: 'native', reason: `Microsoft's own sync is at work: ${evidence}.` };
    case 'off':
      return { mode: 'bridge', reason: `Microsoft's own sync is not at work: ${evidence}.` };
    case 'unknown':
      return {
        mode: 'observe',
        reason: `Whether Microsoft's own sync is at work cannot be told: ${evidence}. Nothing is written until it can.`,
      };
  }
}
