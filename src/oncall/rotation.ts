import { nextTime } from '../schedule/cron-times.ts';
import type { OncallPerson, Turn } from '../sync/ports/oncall.ts';
import type { Layer } from './rota.ts';

export interface Rotation {
  people: readonly [OncallPerson, ...OncallPerson[]];
  /** When the first of them begins (milliseconds since 1970). */
  from: number;
  /** The cron expression of the times at which the next one takes over. */
  handover: string;
  /** IANA name. */
  timeZone: string;
}

/** People who take turns, one after the other and from the beginning again. */
export function rotationLayer({ people, from, handover, timeZone }: Rotation): Layer {
  // Counted once and then onwards: how many handovers there were tells whose turn it is.
  const handovers: number[] = [];
  let searchedTo = from;

  function countUntil(at: number): number {
    while (searchedTo <= at) {
      const next = nextTime(handover, timeZone, searchedTo);
      if (next === null || next > at) break;
      handovers.push(next);
      searchedTo = next;
    }
    const later = handovers.findIndex((one) => one > at);
    return later === -1 ? handovers.length : later;
  }

  function turnOf(at: number): Turn {
    const count = countUntil(at);
    return {
      person: people[count % people.length]!,
      from: count === 0 ? from : handovers[count - 1]!,
      until: nextTime(handover, timeZone, at) ?? Number.POSITIVE_INFINITY,
    };
  }

  return {
    turnAt: (at) => (at < from ? null : turnOf(at)),
    turnAfter(at) {
      if (at < from) return turnOf(from);
      const next = nextTime(handover, timeZone, at);
      return next === null ? null : turnOf(next);
    },
    endedBy: () => null,
  };
}
