import type { Banner } from '../cards/banner.ts';
import type { Clock } from '../sync/ports/clock.ts';

/** Long enough to be read after the card was edited for everyone. */
const KEPT_MILLISECONDS = 20_000;
const MOST_KEPT = 1_000;

/**
 * What a person was told on a card a moment ago. The answer to a press is in front of that person only until the card is
 * edited for everyone, a second later: whoever then looks anew is told once more. In memory, and forgotten soon.
 */
export class LastWords {
  readonly #clock: Clock;
  readonly #said = new Map<string, { banner: Banner; until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same banner told again gets no more time. */
  note(card: string, objectId: string, banner: Banner): void {
    const key = keyOf(card, objectId);
    if (this.#said.get(key)?.banner === banner) return;
    if (this.#said.size >= MOST_KEPT) this.#said.clear();
    this.#said.set(key, { banner, until: this.#clock.now().getTime() + KEPT_MILLISECONDS });
  }

  recall(card: string, objectId: string): Banner | null {
    const said = this.#said.get(keyOf(card, objectId));
    return said !== undefined && said.until > this.#clock.now().getTime() ? said.banner : null;
  }
}

function keyOf(card: string, objectId: string): string {
  return `${card}|${objectId}`;
}
