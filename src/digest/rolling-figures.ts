import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Clock } from '../sync/ports/clock.ts';
import type { RollingFigures } from '../sync/ports/digest.ts';
import { AGE_DAYS, FLAP_SECONDS } from './definitions.ts';
import type { DigestSources } from './gather-digest.ts';
import { tallyMissed } from './tally-missed.ts';

const HOUR_MILLISECONDS = 3_600_000;
const WINDOWS = [
  { window: '24h', hours: 24 },
  { window: '7d', hours: 168 },
] as const;

/** Programs ask more often than the figures move: they are counted anew when they are older than that. */
const FRESH_MILLISECONDS = 60_000;

type RollingSources = { figures: Pick<DigestSources['figures'], 'figures'>; missed: DigestSources['missed'] };

/** The figures of the windows that end now, counted at most once a minute however often they are asked for. */
export function createRollingFigures(sources: RollingSources, clock: Clock): () => Promise<RollingFigures[]> {
  let last: { at: number; told: Promise<RollingFigures[]> } | null = null;
  return () => {
    const now = clock.now().getTime();
    if (last !== null && now - last.at < FRESH_MILLISECONDS) return last.told;
    const told = countAt(sources, now);
    const mine = { at: now, told };
    last = mine;
    // What could not be counted is no answer for a minute.
    told.catch(() => {
      if (last === mine) last = null;
    });
    return told;
  };
}

async function countAt({ figures, missed }: RollingSources, now: number): Promise<RollingFigures[]> {
  const periods = WINDOWS.map(({ hours }) => ({
    from: new Date(now - hours * HOUR_MILLISECONDS).toISOString(),
    until: new Date(now).toISOString(),
  }));
  const missedIn = (await missed?.(periods)) ?? [];
  const told: RollingFigures[] = [];
  for (const [index, { window }] of WINDOWS.entries()) {
    await letOthersRun();
    told.push({
      window,
      figures: await figures.figures({ ...periods[index]!, flapSeconds: FLAP_SECONDS, ageDays: AGE_DAYS }),
      missed: tallyMissed(missedIn[index]),
    });
  }
  return told;
}
