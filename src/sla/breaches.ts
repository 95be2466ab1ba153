import type { Severity } from '../incident/severity.ts';
import { openingsOf } from '../sync/openings.ts';
import type { Period } from '../sync/ports/figure-records.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import { deadlinesOf } from './deadlines.ts';
import type { DeadlineKind, SlaPolicy } from './policy.ts';

/** How many deadlines were missed, by what was to be done and the severity the incident had then. */
export type Breaches = Record<DeadlineKind, Partial<Record<Severity, number>>>;

/**
 * The deadlines that were missed in a period, from what was known to have happened before it ended. Merged incidents
 * have none. Costs a look at every incident that was open in the period.
 */
export async function breachesIn(
  records: Pick<HistoryRecords, 'history' | 'stirringSince'>,
  { deadlines }: Pick<SlaPolicy, 'deadlines'>,
  { from, until }: Period,
): Promise<Breaches> {
  const [begin, end] = [Date.parse(from), Date.parse(until)];
  const breaches: Breaches = { acknowledge: {}, close: {} };
  for (const incident of await records.stirringSince(from)) {
    const history = await records.history(incident);
    if (history === null) continue;
    const missed = openingsOf(history, end)
      .flatMap((opening) => deadlinesOf(opening, deadlines, end))
      .filter(({ missedAt }) => missedAt !== null && missedAt >= begin && missedAt < end);
    for (const { kind, severity } of missed) breaches[kind][severity] = (breaches[kind][severity] ?? 0) + 1;
  }
  return breaches;
}
