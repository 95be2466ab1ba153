import type { Owner } from '../incident/person.ts';
import { isAtLeast } from '../incident/severity.ts';
import type { Severity } from '../incident/severity.ts';
import { stateAfter } from './event.ts';
import type { RecordedEvent } from './event.ts';

/** What happened to an incident, and how it is now. */
export interface History {
  incident: number;
  /** As they are now; what they were is told by the events. */
  severity: Severity;
  owner: Owner | null;
  events: readonly RecordedEvent[];
}

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

/**
 * When an incident was open, and when a person took it up: set it active, took or gave it, commented on it or closed
 * it, in chat or in a portal. What a rule, a machine or the sync does is nobody's taking it up. Pure.
 * @param until what happened from then on (milliseconds since 1970) is left out
 */
export function openingsOf(history: History, until = Number.POSITIVE_INFINITY): Opening[] {
  const events = history.events
    .map((event) => ({ ...event, time: Date.parse(event.at) }))
    .filter(({ time }) => time < until)
    .toSorted((a, b) => a.time - b.time || a.id - b.id);
  const openings: Opening[] = [];
  let severity = firstValue(history, 'severity', history.severity);
  for (const event of events) {
    const present = openings.at(-1);
    const running = present?.end === null ? present : undefined;
    const isPersons = isDoneByPerson(event);
    if (event.kind === 'changed' && event.field === 'severity') {
      severity = event.now as Severity;
      running?.severities.push({ from: event.time, severity });
    }
    if (event.kind === 'merged' && running !== undefined) running.end = { at: event.time, by: 'merge' };
    const state = stateAfter(event);
    const target =
      state === null
        ? running
        : state.status === 'closed'
          ? running
          : (running ?? reopen(openings, event.time, severity));
    if (target === undefined) continue;
    if (isPersons) target.touchedAt = event.time;
    if (target.acknowledged === null && (isPersons ? isTakingUp(event) : isTakenUpAtFirst(history, event)))
      target.acknowledged = { at: event.time, by: event.actorName };
    if (state?.status === 'closed') target.end = { at: event.time, by: 'closing' };
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

/** Sentinel does not say who changed an incident; what was changed there counts as a person's. */
function isDoneByPerson({ isMachine, origin, kind }: RecordedEvent): boolean {
  if (isMachine || origin === 'rule' || origin === 'sync') return false;
  return kind === 'changed' || kind === 'commented';
}

function isTakingUp({ kind, field, now }: RecordedEvent): boolean {
  if (kind === 'commented') return true;
  if (field === 'owner') return now !== null;
  return field === 'state' && (now as { status: string }).status !== 'new';
}

/** Between two looks somebody may have taken up an incident before it was first seen. */
function isTakenUpAtFirst(history: History, event: RecordedEvent): boolean {
  if (event.kind !== 'opened') return false;
  return stateAfter(event)?.status === 'active' || firstValue(history, 'owner', history.owner) !== null;
}

/** What a field was when the incident was first seen. */
function firstValue<T>({ events }: History, field: 'severity' | 'owner', present: T): T {
  const first = events.find((event) => event.kind === 'changed' && event.field === field);
  return first === undefined ? present : (first.before as T);
}
