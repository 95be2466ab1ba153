import type { Owner } from '../../incident/person.ts';
import type { Severity } from '../../incident/severity.ts';
import type { Status } from '../../incident/state.ts';
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

/** What clocks ask of an event. */
export interface TimelineEvent extends Pick<RecordedEvent, 'id' | 'kind' | 'field'> {
  /** Milliseconds since 1970. */
  time: number;
  /** A person changed something, or wrote about it. What a rule, a machine or the sync does is no person's. */
  isPersons: boolean;
  /** Who did it; null where that is not known, or was not asked for. */
  actorName: string | null;
  /** The status it had from then on, where the event tells one. */
  status: Status | null;
  /** The severity or owner it had before and from then on; of other fields nothing is asked. */
  before: unknown;
  now: unknown;
}

/** What clocks run on: what happened to an incident, in the order of time, without what was said. */
export interface Timeline {
  incident: number;
  /** As they were when it was first seen. */
  severity: Severity;
  owner: Owner | null;
  events: readonly TimelineEvent[];
}

/** @param events in the order in which they became known */
export function toTimeline(present: Omit<Timeline, 'events'>, events: readonly TimelineEvent[]): Timeline {
  return {
    incident: present.incident,
    severity: firstValue(events, 'severity', present.severity),
    owner: firstValue(events, 'owner', present.owner),
    events: events.toSorted((a, b) => a.time - b.time || a.id - b.id),
  };
}

/** What clocks run on in a history. */
export function timelineOf(history: History): Timeline {
  const events = history.events.map((event) => ({
    ...event,
    time: Date.parse(event.at),
    isPersons: isDoneByPerson(event),
    status: stateAfter(event)?.status ?? null,
  }));
  return toTimeline(history, events);
}

/** Sentinel does not say who changed an incident; what was changed there counts as a person's. */
function isDoneByPerson({ isMachine, origin, kind }: RecordedEvent): boolean {
  if (isMachine || origin === 'rule' || origin === 'sync') return false;
  return kind === 'changed' || kind === 'commented';
}

/** What a field was when the incident was first seen. */
function firstValue<T>(events: readonly TimelineEvent[], field: 'severity' | 'owner', present: T): T {
  const first = events.find((event) => event.kind === 'changed' && event.field === field);
  return first === undefined ? present : (first.before as T);
}
