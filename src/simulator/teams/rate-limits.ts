/** Sends (posts, edits, deletions, new conversations) and reads (members, channels) are counted apart. */
export type RateKind = 'send' | 'read';

interface Window {
  seconds: number;
  most: number;
}

/** Microsoft's published limits for one bot in one conversation; a channel counts as one with all its threads. */
const perConversation: Record<RateKind, Window[]> = {
  send: [
    { seconds: 1, most: 7 },
    { seconds: 2, most: 8 },
    { seconds: 30, most: 60 },
    { seconds: 3600, most: 1800 },
  ],
  read: [
    { seconds: 1, most: 14 },
    { seconds: 2, most: 16 },
    { seconds: 30, most: 120 },
    { seconds: 3600, most: 3600 },
  ],
};

/** One app in one tenant, all conversations together. Of the published figures this is the lowest. */
const perTenant: Window[] = [{ seconds: 1, most: 30 }];

/**
 * Counts accepted requests in sliding windows of the simulator's clock. A refused request is not counted.
 * With a clock that stands still the windows never empty: switch them off there.
 */
export class RateLimits {
  readonly #now: () => number;
  readonly #taken = new Map<string, number[]>();
  enabled = true;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes one request; returns the seconds to wait when there is no room, or null when it was taken. */
  take(conversation: string, kind: RateKind): number | null {
    if (!this.enabled) return null;
    const now = this.#now();
    const mine = this.#recent(`${kind} ${conversation}`, now);
    const all = this.#recent('tenant', now);
    const wait = Math.max(waitFor(mine, perConversation[kind], now), waitFor(all, perTenant, now));
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    mine.push(now);
    all.push(now);
    return null;
  }

  clear(): void {
    this.#taken.clear();
  }

  #recent(key: string, now: number): number[] {
    const kept = (this.#taken.get(key) ?? []).filter((at) => at > now - 3_600_000);
    this.#taken.set(key, kept);
    return kept;
  }
}

/** Milliseconds until every window has room again. */
function waitFor(taken: number[], windows: Window[], now: number): number {
  let wait = 0;
  for (const { seconds, most } of windows) {
    const inside = taken.filter((at) => at > now - seconds * 1000);
    const oldestInTheWay = inside[inside.length - most];
    if (oldestInTheWay !== undefined) wait = Math.max(wait, oldestInTheWay + seconds * 1000 - now);
  }
  return wait;
}
