import { setImmediate as letOthersRun } from 'node:timers/promises';
import { openingsIn } from '../sync/history/openings.ts';
import type { MissedDeadline } from '../sync/ports/deadlines.ts';
import type { Period } from '../sync/ports/figure-records.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import type { Timeline } from '../sync/history/timeline.ts';
import { deadlinesOf } from './deadlines.ts';
import type { SlaPolicy } from './policy.ts';

/** So many incidents are read at once. Others get their turn between: SQLite is asked in this process, and waits for nobody. */
const BATCH = 500;

/**
 * The deadlines that were missed in each of some periods, from what was known to have happened before it ended, by
 * incident. Merged incidents have none. Costs a look at every incident that was open since the first of them began: one
 * for all of them.
 */
export async function missedDeadlines(
  records: Pick<HistoryRecords, 'timelines' | 'stirringSince'>,
  { deadlines }: Pick<SlaPolicy, 'deadlines'>,
  periods: readonly Period[],
): Promise<MissedDeadline[][]> {
  const spans = periods.map(({ from, until }) => ({ from: Date.parse(from), until: Date.parse(until) }));
  const stirring = await records.stirringSince(periods.map(({ from }) => from).toSorted()[0]!);
  const missed = spans.map((): MissedDeadline[] => []);
  for (let first = 0; first < stirring.length; first += BATCH) {
    for (const timeline of await records.timelines(stirring.slice(first, first + BATCH)))
      for (const [index, span] of spans.entries()) missed[index]!.push(...missedIn(span, timeline, deadlines));
    await letOthersRun();
  }
  return missed;
}

function missedIn(
  { from, until }: { from: number; until: number },
  timeline: Timeline,
  deadlines: SlaPolicy['deadlines'],
): MissedDeadline[] {
  const openings = openingsIn(timeline, until);
  if (openings.at(-1)?.end?.by === 'merge') return [];
  return openings
    .flatMap((opening) => deadlinesOf(opening, deadlines, until))
    .filter(({ missedAt }) => missedAt !== null && missedAt >= from && missedAt < until)
    .map(({ kind, severity }) => ({ incident: timeline.incident, kind, severity }));
}
