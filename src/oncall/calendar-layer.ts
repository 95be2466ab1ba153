import type { OncallPerson, Turn } from '../sync/ports/oncall.ts';
import type { Calendar } from './calendar.ts';
import { fixedLayer } from './rota.ts';
import type { Layer } from './rota.ts';

const DAY_MILLISECONDS = 86_400_000;
/** How much of a calendar is laid out at a time, before and after the instant that is asked about. */
export const WINDOW_DAYS = { before: 60, after: 400 } as const;

/** The turns of a calendar, laid out as far as is looked. */
export function calendarLayer(calendar: Calendar, personOf: (who: string) => OncallPerson | null): Layer {
  let laidOut: { from: number; until: number; layer: Layer } | null = null;

  function layerAt(at: number): Layer {
    const isNear =
      laidOut !== null && laidOut.from <= at - DAY_MILLISECONDS && at + 366 * DAY_MILLISECONDS <= laidOut.until;
    if (laidOut !== null && isNear) return laidOut.layer;
    const [from, until] = [at - WINDOW_DAYS.before * DAY_MILLISECONDS, at + WINDOW_DAYS.after * DAY_MILLISECONDS];
    const turns = calendar.turnsBetween(from, until).flatMap((turn): Turn[] => {
      const person = personOf(turn.who);
      return person === null ? [] : [{ person, from: turn.from, until: turn.until }];
    });
    laidOut = { from, until, layer: fixedLayer(turns) };
    return laidOut.layer;
  }

  return {
    turnAt: (at) => layerAt(at).turnAt(at),
    turnAfter: (at) => layerAt(at).turnAfter(at),
    endedBy: () => null,
  };
}
