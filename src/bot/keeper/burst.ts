/** A message that stands for many incidents, and may take in more while the burst goes on. */
export interface Storm {
  threadId: string;
  activityId: string;
  numbers: Set<number>;
  /** When it last took in an incident, and was last edited. */
  grownAt: number;
}

/**
 * What came to one conversation just now. Kept in memory only: after a restart what has not been posted is
 * a burst of its own.
 */
export class Burst {
  readonly #milliseconds: number;
  #posted: { number: number; at: number }[] = [];
  #storm: Storm | null = null;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** The incidents that got a message of their own within the window. */
  recent(now: number): number[] {
    this.#posted = this.#posted.filter(({ at }) => at > now - this.#milliseconds);
    return this.#posted.map(({ number }) => number);
  }

  posted(number: number, now: number): void {
    this.#posted.push({ number, at: now });
  }

  /** The storm that goes on; null once nothing came for the length of the window. */
  storm(now: number): Storm | null {
    if (this.#storm !== null && this.#storm.grownAt <= now - this.#milliseconds) this.#storm = null;
    return this.#storm;
  }

  begin(storm: Storm): void {
    this.#storm = storm;
  }
}
