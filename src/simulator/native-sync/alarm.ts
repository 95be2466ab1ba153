/** Runs a task once after that time; answers how to cancel it. */
export type After = (milliseconds: number, task: () => void) => () => void;

/** By the real clock; it does not keep the process alive. */
export const realAfter: After = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Rings once, when it was last set to. It is silent until it has a timer to run on. */
export class Alarm {
  readonly #ring: () => void;
  #after: After | null = null;
  #cancel = () => {};

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  runOn(after: After | null): void {
    this.#cancel();
    this.#after = after;
  }

  /** @param milliseconds from now; Infinity for not at all */
  set(milliseconds: number): void {
    this.#cancel();
    if (this.#after !== null && Number.isFinite(milliseconds))
      this.#cancel = this.#after(Math.max(0, milliseconds), this.#ring);
  }
}
