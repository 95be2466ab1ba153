/**
 * The services' clock: 100-nanosecond ticks that never repeat and never run back, so that two changes
 * within one millisecond are told apart and a client that keeps only milliseconds is caught.
 *
 * Times are kept with all seven digits ("2026-01-01T00:00:00.0000000Z"), which compare as text.
 */
export class TickClock {
  readonly #now: () => Date;
  #lastMs = 0;
  #lastSub = 0;
  #spread = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  next(): string {
    const ms = this.#now().getTime();
    if (ms > this.#lastMs) {
      this.#lastMs = ms;
      // A third of a millisecond further each time: no, some or four digits, as on the wire.
      this.#spread = (this.#spread + 3333) % 10_000;
      this.#lastSub = this.#spread;
    } else {
      this.#lastSub += 1;
      if (this.#lastSub === 10_000) {
        this.#lastMs += 1;
        this.#lastSub = 0;
      }
    }
    return `${new Date(this.#lastMs).toISOString().slice(0, -1)}${String(this.#lastSub).padStart(4, '0')}Z`;
  }
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,7}))?(Z|[+-]\d{2}:\d{2})$/;

/** An ISO 8601 date and time with offset, as UTC with seven digits; null if it is not one. */
export function toTicks(text: string): string | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [, date, time, fraction = '', offset] = match;
  const whole = new Date(`${date}T${time}${offset}`);
  if (Number.isNaN(whole.getTime())) return null;
  return `${whole.toISOString().slice(0, 19)}.${fraction.padEnd(7, '0')}Z`;
}

/** How the services print a time: trailing zeros of the fraction are left out. */
export function printTicks(ticks: string): string {
  return ticks.replace(/\.?0*Z$/, 'Z');
}
