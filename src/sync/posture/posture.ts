import type { Side } from '../../incident/side.ts';
import { SIDE_NAMES } from '../../incident/side.ts';

/**
 * How changes cross: `bridge` (Dragoman carries everything), `native` (Microsoft's own sync does; Dragoman writes
 * what people do in chat and repairs what was not carried), `observe` (nothing is written).
 */
export const SYNC_MODES = ['bridge', 'native', 'observe'] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/** Why a connection's own decisions wait for an admin. Kept with the connection, so that no restart forgets it. */
export type Hold =
  /** The first run only reports. */
  | { kind: 'rehearsal'; since: string }
  | { kind: 'paused'; since: string; by: string }
  /**
   * One cycle decided more than the brake lets pass. `waiting`: what go lets pass by now, what was promised before
   * included; `later`: what came since and was too much at once as well.
   */
  | { kind: 'massChange'; since: string; decisions: number; limit: number; waiting?: number; later?: number }
  /** A side that held incidents lists none. */
  | { kind: 'emptySide'; since: string; side: Side; known: number }
  /** Microsoft's own sync turned out to run beside a bridge. */
  | { kind: 'nativeFound'; since: string; evidence: string };

export interface ConnectionState {
  mode: SyncMode;
  /** Why it is in this mode, in words for people. */
  modeReason: string;
  holds: Hold[];
}

/** What a connection does with its decisions now. */
export interface Posture {
  mode: SyncMode;
  /** The sync's own decisions become intents; otherwise they stay proposals. */
  carries: boolean;
  /** What people do in chat is written. */
  acts: boolean;
  /** Automation rules act: nothing holds the connection, whoever carries changes across. */
  automates: boolean;
  /** Why not everything is done, in words for people; null when everything is. */
  reason: string | null;
}

/** Reads off mode and holds what may be done. */
export function postureOf({ mode, modeReason, holds }: ConnectionState): Posture {
  const acts = mode !== 'observe' && !holds.some(({ kind }) => kind === 'rehearsal');
  const automates = mode !== 'observe' && holds.length === 0;
  const carries = mode === 'bridge' && automates;
  return { mode, carries, acts, automates, reason: carries ? null : reasonOf(mode, modeReason, holds) };
}

/** Why nothing people ask for may be written, in words for people; null when it may. */
export function readOnlyReason({ acts, reason }: Posture): string | null {
  return acts ? null : reason;
}

function reasonOf(mode: SyncMode, modeReason: string, holds: Hold[]): string {
  if (mode === 'observe') return `Observe mode: nothing is written. ${modeReason}`;
  const [first] = holds;
  if (first !== undefined) return describeHold(first);
  return "Microsoft's own sync carries this.";
}

/** A hold as people read it, with what ends it. */
export function describeHold(hold: Hold): string {
  switch (hold.kind) {
    case 'rehearsal':
      return 'Rehearsal: nothing is written until an admin says "sync go".';
    case 'paused':
      return `Paused by ${hold.by}: changes wait until an admin says "sync resume".`;
    case 'massChange':
      return describeMassChange(hold);
    case 'emptySide':
      return `Stopped: ${SIDE_NAMES[hold.side]} suddenly lists none of ${hold.known} open incidents. Check it, then say "sync go".`;
    case 'nativeFound':
      return (
        `Stopped: Microsoft's own sync is at work as well (${hold.evidence}), and both make Sentinel incidents. ` +
        'Turn it off or choose SYNC_MODE=native; "sync go" goes on in spite of it, or under "auto" leaves the carrying to it.'
      );
    default:
      return hold satisfies never;
  }
}

function describeMassChange(hold: Extract<Hold, { kind: 'massChange' }>): string {
  const { decisions, limit, waiting = decisions, later = 0 } = hold;
  const stopped = `Stopped: ${decisions} changes at once (the limit is ${limit})`;
  const until = 'until an admin says "sync go"';
  const asked =
    waiting === decisions
      ? `${stopped} wait ${until}.`
      : waiting === 0
        ? `${stopped}. Nothing of it is left, and what comes waits ${until}.`
        : `${stopped}. ${countChanges(waiting)} ${waiting === 1 ? 'waits' : 'wait'} ${until}.`;
  return later === 0 ? asked : `${asked} ${later} more came at once since: they are asked about after that.`;
}

/** So many changes, in words for people. */
export function countChanges(count: number): string {
  return `${count} ${count === 1 ? 'change' : 'changes'}`;
}
