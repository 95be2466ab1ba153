import { openingsOf } from '../sync/openings.ts';
import type { MissedDeadline } from '../sync/ports/deadlines.ts';
import type { Period } from '../sync/ports/figure-records.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import { deadlinesOf } from './deadlines.ts';
import type { SlaPolicy } from './policy.ts';

/** So many incidents are read at once: others get their turn between. */
const BATCH = 500;

/**
 * The deadlines that were missed in a period, from what was known to have happened before it ended, by incident. Merged
 * incidents have none. Costs a look at every incident that was open since the period began.
 */
export async function missedDeadlines(
  records: Pick<HistoryRecords, 'histories' | 'stirringSince'>,
  { deadlines }: Pick<SlaPolicy, 'deadlines'>,
  { from, until }: Period,
): Promise<MissedDeadline[]> {
  const [begin, end] = [Date.parse(from), Date.parse(until)];
  const stirring = await records.stirringSince(from);
  const missed: MissedDeadline[] = [];
  for (let first = 0; first < stirring.length; first += BATCH)
    for (const history of await records.histories(stirring.slice(first, first + BATCH)))
      for (const opening of openingsOf(history, end))
        for (const { kind, severity, missedAt } of deadlinesOf(opening, deadlines, end))
          if (missedAt !== null && missedAt >= begin && missedAt < end)
            missed.push({ incident: history.incident, kind, severity });
  return missed;
}
