import type { Severity } from '../incident/severity.ts';
import { severeSince } from '../sync/history/openings.ts';
import type { Opening } from '../sync/history/openings.ts';
import { DEADLINE_KINDS, NEAR_SHARE } from './policy.ts';
import type { DeadlineKind, DeadlineSeconds } from './policy.ts';

/** One deadline of an opening, as it stands at an instant. Times in milliseconds since 1970. */
export interface Deadline {
  kind: DeadlineKind;
  severity: Severity;
  /** When its clock began. */
  from: number;
  dueAt: number;
  /** When most of its time is gone. */
  nearAt: number;
  /** When it was met in time or late; null while it was not. */
  metAt: number | null;
  /** When it was missed; null while it was not. It stays missed, whatever becomes of the severity. */
  missedAt: number | null;
}

/**
 * The deadlines of an opening at `now`. A clock begins with the opening, or when the incident was raised to the severity
 * it has; a raise cannot have been missed before it was made. One that ended with a merge has none. Pure.
 */
export function deadlinesOf(opening: Opening, deadlines: DeadlineSeconds, now: number): Deadline[] {
  if (opening.end?.by === 'merge' && opening.end.at <= now) return [];
  return DEADLINE_KINDS.flatMap((kind) => {
    const deadline = deadlineOf(opening, deadlines, kind, now);
    return deadline === null ? [] : [deadline];
  });
}

function deadlineOf(opening: Opening, deadlines: DeadlineSeconds, kind: DeadlineKind, now: number): Deadline | null {
  const met = kind === 'close' ? opening.end?.at : opening.acknowledged?.at;
  const metAt = met === undefined || met > now ? null : met;
  // What a machine resolved needs nobody to take it up any more.
  const last = metAt ?? Math.min(opening.end?.at ?? now, now);
  let present: Deadline | null = null;
  for (const [index, { from: since, severity }] of opening.severities.entries()) {
    if (since > last) break;
    const seconds = severity === 'unknown' ? undefined : deadlines[severity]?.[kind];
    if (seconds === undefined) {
      present = null;
      continue;
    }
    const from = severeSince(opening, index);
    const dueAt = from + seconds * 1000;
    const nearAt = from + seconds * 1000 * NEAR_SHARE;
    const until = opening.severities[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const passedAt = Math.max(dueAt, since);
    // Exactly at its end a deadline is still met.
    const isMissed = passedAt < until && passedAt < last;
    present = { kind, severity, from, dueAt, nearAt, metAt, missedAt: isMissed ? passedAt : null };
    if (isMissed) return present;
  }
  return present;
}
