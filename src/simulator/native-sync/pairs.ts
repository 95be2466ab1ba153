import type { CarriedReading, CarriedSentinel, SideName } from './carried-side.ts';

/** A Defender incident and, once there is one, its twin in Sentinel. */
export interface Pair {
  /** Defender's. */
  readonly id: string;
  readonly foundAtMs: number;
  twin: string | null;
  /** What each side held when it was last looked at. */
  seen: Record<SideName, CarriedReading | null>;
  /** Merged, or its twin deleted: nothing is carried any more. */
  isOver: boolean;
}

/** The pairs the connector knows of, by either side's incident. */
export class Pairs {
  readonly twinless = new Set<Pair>();
  readonly #byId = new Map<string, Pair>();
  readonly #byTwin = new Map<string, Pair>();
  readonly #sentinel: Pick<CarriedSentinel, 'find' | 'read'>;

  constructor(sentinel: Pick<CarriedSentinel, 'find' | 'read'>) {
    this.#sentinel = sentinel;
  }

  of(side: SideName, id: string): Pair | undefined {
    return side === 'defender' ? this.#byId.get(id) : this.#byTwin.get(id.toLowerCase());
  }

  /** Adds a Defender incident, with the twin it may have already. `seen` is what is no news of it. */
  add(id: string, seen: CarriedReading | null, nowMs: number): Pair {
    const isOver = seen?.isMerged === true;
    const pair: Pair = { id, foundAtMs: nowMs, twin: null, seen: { defender: seen, sentinel: null }, isOver };
    this.#byId.set(id, pair);
    if (!isOver) this.twinless.add(pair);
    this.joinPresent(pair);
    return pair;
  }

  /** Joins the pair with a twin that is there; false when there is none. */
  joinPresent(pair: Pair): boolean {
    const twin = this.#sentinel.find(pair.id);
    if (twin !== null) this.join(pair, twin);
    return twin !== null;
  }

  join(pair: Pair, twin: string): void {
    pair.twin = twin;
    pair.seen.sentinel = this.#sentinel.read(twin);
    this.#byTwin.set(twin.toLowerCase(), pair);
    this.twinless.delete(pair);
  }

  end(pair: Pair): void {
    pair.isOver = true;
    this.twinless.delete(pair);
  }

  clear(): void {
    this.#byId.clear();
    this.#byTwin.clear();
    this.twinless.clear();
  }
}
