import type { MissedDeadline, MissedFigures } from '../sync/ports/deadlines.ts';

/** How many deadlines were missed, by kind and severity; null where none are set. */
export function tallyMissed(missed: readonly MissedDeadline[] | undefined): MissedFigures | null {
  if (missed === undefined) return null;
  const figures: MissedFigures = { acknowledge: {}, close: {} };
  for (const { kind, severity } of missed) figures[kind][severity] = (figures[kind][severity] ?? 0) + 1;
  return figures;
}
