import { RemoteError } from './ports/remote-error.ts';

/** So many requests in a row that fail so are no trouble of what each was about. */
const MOST_IN_A_ROW = 3;
const OF_THE_SIDE: ReadonlySet<string> = new Set(['unreachable', 'throttled', 'unauthorized', 'server']);

/**
 * Counts what a side leaves unanswered where one thing is asked after the other. Each may take a minute to fail, so a
 * side that answers nobody would hold a cycle, and with it the other side, for as many minutes as there are things to ask.
 */
export class Unanswered {
  #inARow = 0;

  /** Notes how a request ended (null: well); returns whether the rest had better be asked in the next cycle. */
  note(error: unknown): boolean {
    const isOfSide = error instanceof RemoteError && OF_THE_SIDE.has(error.code);
    this.#inARow = isOfSide ? this.#inARow + 1 : 0;
    return this.#inARow >= MOST_IN_A_ROW;
  }
}
