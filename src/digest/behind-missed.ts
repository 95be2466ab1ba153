import type { MissedDeadline } from '../sync/ports/deadlines.ts';
import type { FigurePage } from '../sync/ports/figure-records.ts';

/** The incidents that missed a deadline, of one severity or of all, the newest first. */
export function behindMissed(
  missed: readonly MissedDeadline[],
  of: string | undefined,
  { limit, offset }: { limit: number; offset: number },
): FigurePage {
  const incidents = missed
    .filter(({ severity }) => of === undefined || severity === of)
    .map(({ incident }) => incident);
  const each = [...new Set(incidents)].toSorted((a, b) => b - a);
  return { incidents: each.slice(offset, offset + limit), total: each.length };
}
