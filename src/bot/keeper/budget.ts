export interface Window {
  milliseconds: number;
  most: number;
}

/** Counts what was sent in sliding windows, to stay below somebody else's limits. */
export class Budget {
  readonly #windows: readonly Window[];
  #taken: number[] = [];

  constructor(windows: readonly Window[]) {
    this.#windows = windows;
  }

  /** Milliseconds until there is room for one more; 0 when there is now. */
  wait(now: number): number {
    const longest = Math.max(...this.#windows.map((window) => window.milliseconds));
    // What seems to be still to come was taken before the clock was set back.
    this.#taken = this.#taken.filter((at) => at > now - longest && at <= now);
    const waits = this.#windows.map(({ milliseconds, most }) => {
      const inside = this.#taken.filter((at) => at > now - milliseconds);
      const inTheWay = inside[inside.length - most];
      return inTheWay === undefined ? 0 : inTheWay + milliseconds - now;
    });
    return Math.max(...waits);
  }

  take(now: number): void {
    this.#taken.push(now);
  }
}

/** Teams takes 7 messages a second and 60 in half a minute; the rest is left for answers to people. */
export const CONVERSATION_WINDOWS: readonly Window[] = [
  { milliseconds: 1_000, most: 5 },
  { milliseconds: 30_000, most: 40 },
];

/** Half of that is left to what happens while old cards are drawn anew. */
export const REDRAW_WINDOW: Window = { milliseconds: 30_000, most: 20 };
