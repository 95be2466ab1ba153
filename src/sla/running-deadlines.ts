import { openingsOf } from '../sync/history/openings.ts';
import type { RunningDeadlines } from '../sync/ports/deadlines.ts';
import { deadlinesOf } from './deadlines.ts';
import type { SlaPolicy } from './policy.ts';

/** The deadlines an incident's card shows: those that were not met yet. */
export function runningDeadlines({ deadlines }: Pick<SlaPolicy, 'deadlines'>): RunningDeadlines {
  return (history, now) => {
    const instant = Date.parse(now);
    const opening = openingsOf(history).at(-1);
    if (opening === undefined || opening.end !== null) return [];
    return deadlinesOf(opening, deadlines, instant)
      .filter(({ metAt }) => metAt === null)
      .map(({ kind, dueAt, nearAt, missedAt }) => ({
        kind,
        dueAt: new Date(dueAt).toISOString(),
        standing: missedAt !== null ? 'missed' : nearAt <= instant ? 'near' : 'running',
      }));
  };
}
