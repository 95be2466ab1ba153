import type { Clock } from './ports/clock.ts';
import { isoNow } from './ports/clock.ts';

/** What can be left off for a while without holding up anything else: reading alerts, and writing bookmarks. */
export type Pausable = 'alerts' | 'bookmarks';

export interface Pause {
  what: Pausable;
  /** `refused`: a permission is missing, and a person must look. `failing`: it does not work just now. */
  why: 'refused' | 'failing';
  /** In words for people. */
  reason: string;
  since: string;
}

/**
 * Work that failed for a reason it shares with all of its kind is not tried over and over. Kept in memory: a process
 * that starts tries again at once, for somebody may have mended it.
 */
export interface Pauses {
  begin(what: Pausable, why: Pause['why'], reason: string, seconds: number): void;
  /** It works again. */
  end(what: Pausable): void;
  /** Whether it is not to be tried now. */
  isOn(what: Pausable): boolean;
  /** What has failed and not worked since, whether or not it may be tried again. */
  all(): Pause[];
}

export function createPauses(clock: Clock): Pauses {
  const pauses = new Map<Pausable, Pause & { until: number }>();
  return {
    begin(what, why, reason, seconds) {
      const since = pauses.get(what)?.since ?? isoNow(clock);
      pauses.set(what, { what, why, reason, since, until: clock.now().getTime() + seconds * 1000 });
    },
    end: (what) => void pauses.delete(what),
    isOn: (what) => (pauses.get(what)?.until ?? 0) > clock.now().getTime(),
    all: () => [...pauses.values()].map(({ until: _until, ...pause }) => pause),
  };
}
