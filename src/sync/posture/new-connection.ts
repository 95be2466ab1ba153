import type { SyncSettings } from '../context.ts';
import type { Connection } from '../ports/records.ts';
import type { Hold, SyncMode } from './posture.ts';

/**
 * A connection at its first start: it rehearses where it is told to. Under `auto` nothing is written until it has
 * looked and chosen.
 */
export function newConnection(id: string, now: string, settings: Pick<SyncSettings, 'mode' | 'start'>): Connection {
  const rehearsal: Hold = { kind: 'rehearsal', since: now };
  return {
    id,
    liveSince: now,
    ...modeAsAsked(settings.mode),
    holds: settings.start === 'rehearse' ? [rehearsal] : [],
    decidedBetween: 0,
    wentAt: null,
    knowsNative: false,
    comparedAt: null,
  };
}

/** The mode the settings ask for, until somebody has looked. */
export function modeAsAsked(mode: SyncMode | 'auto'): Pick<Connection, 'mode' | 'modeReason'> {
  if (mode === 'auto') return { mode: 'observe', modeReason: 'Not looked yet which of the modes fits.' };
  return { mode, modeReason: `SYNC_MODE is ${mode}.` };
}
