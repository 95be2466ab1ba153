import type { Clock } from '../sync/ports/clock.ts';
import type { RollingFigures } from '../sync/ports/digest.ts';
import type { FigureRecords } from '../sync/ports/figure-records.ts';
import { AGE_DAYS, FLAP_SECONDS } from './definitions.ts';

const HOUR_MILLISECONDS = 3_600_000;
const WINDOWS = [
  { window: '24h', hours: 24 },
  { window: '7d', hours: 168 },
] as const;

/** Programs ask more often than the figures move: they are counted anew when they are older than that. */
const FRESH_MILLISECONDS = 60_000;

/** The figures of the windows that end now, counted at most once a minute however often they are asked for. */
export function createRollingFigures(
  figures: Pick<FigureRecords, 'figures'>,
  clock: Clock,
): () => Promise<RollingFigures[]> {
  let last: { at: number; told: Promise<RollingFigures[]> } | null = null;
  return () => {
    const now = clock.now().getTime();
    if (last !== null && now - last.at < FRESH_MILLISECONDS) return last.told;
    const told = countAt(figures, now);
    const mine = { at: now, told };
    last = mine;
    // What could not be counted is no answer for a minute.
    told.catch(() => {
      if (last === mine) last = null;
    });
    return told;
  };
}

async function countAt(records: Pick<FigureRecords, 'figures'>, now: number): Promise<RollingFigures[]> {
  const told: RollingFigures[] = [];
  for (const { window, hours } of WINDOWS) {
    const from = new Date(now - hours * HOUR_MILLISECONDS).toISOString();
    const period = { from, until: new Date(now).toISOString() };
    told.push({
      window,
      figures: await records.figures({ ...period, flapSeconds: FLAP_SECONDS, ageDays: AGE_DAYS }),
    });
  }
  return told;
}
