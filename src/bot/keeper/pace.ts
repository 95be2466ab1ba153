import type { Clock } from '../../sync/ports/clock.ts';
import type { Delivery } from '../teams-gateway.ts';
import { Budget, CONVERSATION_WINDOWS, REDRAW_WINDOW } from './budget.ts';
import type { CardTimings } from './timings.ts';

/** What one conversation takes of us, whatever is sent there: messages, new threads, edits of one message. */
export class Pace {
  readonly #clock: Clock;
  readonly #timings: CardTimings;
  readonly #sends = new Budget(CONVERSATION_WINDOWS);
  readonly #roots: Budget;
  readonly #redraws = new Budget([REDRAW_WINDOW]);
  readonly #editedAt = new Map<string, number>();

  constructor(clock: Clock, timings: CardTimings) {
    this.#clock = clock;
    this.#timings = timings;
    this.#roots = new Budget([{ milliseconds: 60_000, most: timings.rootsPerMinute }]);
  }

  /** Milliseconds until a message may be sent; 0 when it may be now. So do the other two. */
  waitToSend(): number {
    return this.#sends.wait(this.now());
  }

  waitToBegin(): number {
    return Math.max(this.#roots.wait(this.now()), this.waitToSend());
  }

  waitToEdit(message: string): number {
    const since = this.now() - (this.#editedAt.get(message) ?? Number.NEGATIVE_INFINITY);
    // A clock that was set back says nothing.
    const gap = since < 0 ? 0 : this.#timings.editGapMilliseconds - since;
    return Math.max(gap, this.waitToSend());
  }

  /** For cards whose incident did not change. There may be thousands, and what happens now goes before them. */
  waitToRedraw(): number {
    return Math.max(this.#redraws.wait(this.now()), this.waitToSend());
  }

  redrawn(): void {
    this.#redraws.take(this.now());
  }

  send(work: () => Promise<Delivery>): Promise<Delivery> {
    this.#sends.take(this.now());
    return work();
  }

  /** Sends a message that begins a thread. */
  begin(work: () => Promise<Delivery>): Promise<Delivery> {
    this.#roots.take(this.now());
    return this.send(work);
  }

  /** Forgets edits old enough not to matter, so that the memory of them stays small. */
  edited(message: string): void {
    for (const [id, at] of this.#editedAt) {
      if (at + this.#timings.editGapMilliseconds < this.now()) this.#editedAt.delete(id);
    }
    this.#editedAt.set(message, this.now());
  }

  now(): number {
    return this.#clock.now().getTime();
  }
}

/** The pace of each conversation, by its id: one for all who send there, since Teams counts them together. */
export type Paces = (conversationId: string) => Pace;

export function createPaces(clock: Clock, timings: CardTimings): Paces {
  const paces = new Map<string, Pace>();
  return (conversationId) => {
    const known = paces.get(conversationId);
    if (known !== undefined) return known;
    const pace = new Pace(clock, timings);
    paces.set(conversationId, pace);
    return pace;
  };
}
