import { toTicks } from '../incident/timestamp.ts';
import { stateAfter } from '../sync/history/event.ts';
import type { IncidentEvent } from '../sync/history/event.ts';

const TICKS_PER_SECOND = 10_000_000;

/** What figures are made by, copied from the event. */
export interface FigureColumns {
  /** Seconds since 1970. */
  at_seconds: number;
  /** The status it had from then on, where the event tells one. */
  status: string | null;
  classification: string | null;
}

/** The columns of an event that SQL reads. */
export function figureColumns(event: IncidentEvent): FigureColumns {
  const state = stateAfter(event);
  return {
    at_seconds: epochSeconds(event.at),
    status: state?.status ?? null,
    classification: state?.classification ?? null,
  };
}

/** An ISO 8601 time as seconds since 1970. */
export function epochSeconds(iso: string): number {
  return Number(toTicks(iso)) / TICKS_PER_SECOND;
}
