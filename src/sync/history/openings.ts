import { isAtLeast } from '../../incident/severity.ts';
import type { Severity } from '../../incident/severity.ts';
import { timelineOf } from './timeline.ts';
import type { History, Timeline, TimelineEvent } from './timeline.ts';

/** A time in which an incident was open: from its creation or a reopening on. Times in milliseconds since 1970. */
export interface Opening {
  /** 1 for the first; a reopening begins the next one. */
  nth: number;
  from: number;
  /** When it was over, and how; null while it goes on. */
  end: { at: number; by: 'closing' | 'merge' } | null;
  /** When a person first took it up; null while nobody did. */
  acknowledged: { at: number; by: string | null } | null;
  /** The last thing a person did to it in that time; its beginning where nobody did anything. */
  touchedAt: number;
  /** What severity it had from when on, oldest first; the first one from the beginning. */
  severities: { from: number; severity: Severity }[];
}

/** A closing that is taken back sooner than this was none: the clocks of the opening go on. */
const FLAP_MILLISECONDS = 600_000;

/** The openings of a whole history; see `openingsIn`. */
export function openingsOf(history: History): Opening[] {
  return openingsIn(timelineOf(history));
}

/**
 * When an incident was open, and when a person took it up: set it active, took or gave it, commented on it or closed
 * it, in chat or in a portal. What a rule, a machine or the sync does is nobody's taking it up. Pure.
 * @param until what happened from then on (milliseconds since 1970) is left out
 */
export function openingsIn(timeline: Timeline, until = Number.POSITIVE_INFINITY): Opening[] {
  const openings: Opening[] = [];
  let { severity } = timeline;
  for (const event of timeline.events) {
    const { kind, field, status, time, isPersons } = event;
    if (time >= until) break;
    const present = openings.at(-1);
    const running = present?.end === null ? present : undefined;
    if (kind === 'changed' && field === 'severity') {
      severity = event.now as Severity;
      running?.severities.push({ from: time, severity });
    }
    // What is merged is closed by that, in the same moment.
    if (kind === 'merged' && present !== undefined) present.end = { at: present.end?.at ?? time, by: 'merge' };
    const reopens = status !== null && status !== 'closed' && running === undefined;
    const target = reopens ? reopen(openings, time, severity) : running;
    if (target === undefined) continue;
    if (isPersons) target.touchedAt = time;
    if (target.acknowledged === null && (isPersons ? isTakingUp(event) : isTakenUpAtFirst(timeline, event)))
      target.acknowledged = { at: time, by: event.actorName };
    if (status === 'closed') target.end = { at: time, by: 'closing' };
  }
  return openings;
}

/** When the incident became at least as severe as it was from the `index`th severity on, without a break. */
export function severeSince({ severities, from }: Opening, index = severities.length - 1): number {
  const { severity } = severities[index]!;
  const below = severities.slice(0, index).findLastIndex((one) => !isAtLeast(one.severity, severity));
  return severities[below + 1]?.from ?? from;
}

function reopen(openings: Opening[], at: number, severity: Severity): Opening {
  const last = openings.at(-1);
  if (last?.end?.by === 'closing' && at - last.end.at < FLAP_MILLISECONDS) {
    last.end = null;
    if (last.severities.at(-1)!.severity !== severity) last.severities.push({ from: at, severity });
    return last;
  }
  const opening: Opening = {
    nth: (last?.nth ?? 0) + 1,
    from: at,
    end: null,
    acknowledged: null,
    touchedAt: at,
    severities: [{ from: at, severity }],
  };
  openings.push(opening);
  return opening;
}

function isTakingUp({ kind, field, status, now }: TimelineEvent): boolean {
  if (kind === 'commented') return true;
  if (field === 'owner') return now !== null;
  return field === 'state' && status !== 'new';
}

/** Between two looks somebody may have taken up an incident before it was first seen. */
function isTakenUpAtFirst({ owner }: Timeline, { kind, status }: TimelineEvent): boolean {
  return kind === 'opened' && (status === 'active' || owner !== null);
}
