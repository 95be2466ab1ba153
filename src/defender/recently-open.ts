import type { Observation } from '../sync/ports/side-port.ts';

const MOST_REMEMBERED = 20_000;

/**
 * Which incidents were open when last read. A PATCH has no reading to go by, and needs to know whether
 * "active" reopens an incident (then its closure is cleared) or only moves it on (then the classification an
 * analyst gave it early is theirs to keep). Forgetting errs towards clearing, as would knowing nothing.
 */
export class RecentlyOpen {
  readonly #ids = new Set<string>();

  /** Remembers the reading and hands it on. */
  note(observation: Observation): Observation {
    const { id, state } = observation.incident;
    this.#ids.delete(id);
    if (state.status !== 'closed') this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > MOST_REMEMBERED && oldest !== undefined) this.#ids.delete(oldest);
    return observation;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }
}
