import ICAL from 'ical.js';
import { instantOf } from '../schedule/local-time.ts';
import { isTimeZone } from '../schedule/is-time-zone.ts';

/** One event of a calendar, at one of its times. Instants in milliseconds since 1970. */
export interface CalendarTurn {
  from: number;
  until: number;
  /** Who is meant, as the calendar writes it: a mail address, or the summary where nobody is invited. */
  who: string;
  /** The event, as people find it in the file. */
  place: string;
}

/** Something that is wrong with a calendar. */
export interface CalendarFault {
  place: string;
  found: string;
  accepted: string;
}

export interface Calendar {
  /** The turns that are not over by `from` and begin before `until`. */
  turnsBetween(from: number, until: number): CalendarTurn[];
}

/** An event that comes up more often than this since it began is not a rota's. */
const MOST_OCCURRENCES = 20_000;

/**
 * Reads an iCalendar file (RFC 5545): recurrences, exceptions to them, and the time zones it brings along; a zone it
 * only names must be an IANA one. What says no zone is meant in `timeZone`. Cancelled events are left out.
 */
export function readCalendar(text: string, timeZone: string): { calendar: Calendar; faults: CalendarFault[] } {
  const events: { event: ICAL.Event; who: string; place: string }[] = [];
  const faults: CalendarFault[] = [];
  for (const component of componentsOf(text, faults)) {
    const place = placeOf(component);
    if (component.getFirstPropertyValue('status') === 'CANCELLED') continue;
    const start = component.getFirstProperty('dtstart');
    if (start === null) {
      faults.push({ place: `${place}: DTSTART`, found: 'nothing', accepted: 'when the turn begins' });
      continue;
    }
    const fault = zoneFault(component, place);
    if (fault !== null) faults.push(fault);
    const who = invited(component);
    if (who.length > 1)
      faults.push({ place: `${place}: ATTENDEE`, found: `${who.length} people`, accepted: 'one person a turn' });
    events.push({ event: new ICAL.Event(component), who: who[0] ?? summaryOf(component), place });
  }
  const masters = events.filter(({ event }) => !event.isRecurrenceException());
  for (const { event } of events.filter((one) => one.event.isRecurrenceException()))
    masters.find(({ event: master }) => master.uid === event.uid)?.event.relateException(event);
  const whoOf = new Map(events.map((one) => [one.event.component, one]));
  return {
    calendar: {
      turnsBetween: (from, until) => masters.flatMap(({ event }) => occurrences(event, from, until, timeZone, whoOf)),
    },
    faults,
  };
}

type Entries = ReadonlyMap<ICAL.Component, { who: string; place: string }>;

function occurrences(
  event: ICAL.Event,
  from: number,
  until: number,
  timeZone: string,
  entries: Entries,
): CalendarTurn[] {
  const turns: CalendarTurn[] = [];
  const add = (item: ICAL.Event, start: ICAL.Time, end: ICAL.Time) => {
    const { who, place } = entries.get(item.component)!;
    const zone = zoneOf(item.component);
    const turn = { from: toInstant(start, zone, timeZone), until: toInstant(end, zone, timeZone), who, place };
    if (turn.until > from && turn.from < until) turns.push(turn);
  };
  if (!event.isRecurring()) {
    add(event, event.startDate, event.endDate);
    return turns;
  }
  const iterator = event.iterator();
  for (let count = 0; count < MOST_OCCURRENCES; count += 1) {
    const next = iterator.next() as ICAL.Time | null;
    if (next === null || toInstant(next, zoneOf(event.component), timeZone) >= until) break;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    add(item, startDate, endDate);
  }
  return turns;
}

function componentsOf(text: string, faults: CalendarFault[]): ICAL.Component[] {
  try {
    const parsed = ICAL.parse(text) as unknown[];
    const roots = (Array.isArray(parsed[0]) ? parsed : [parsed]) as string[][];
    return roots.flatMap((root) => new ICAL.Component(root).getAllSubcomponents('vevent'));
  } catch {
    faults.push({ place: '', found: 'something else', accepted: 'an iCalendar file (BEGIN:VCALENDAR …)' });
    return [];
  }
}

function placeOf(component: ICAL.Component): string {
  const uid = component.getFirstPropertyValue('uid');
  const recurrence = component.getFirstPropertyValue('recurrence-id');
  const at = recurrence === null ? '' : ` (${String(recurrence)})`;
  return `VEVENT ${typeof uid === 'string' && uid !== '' ? uid : 'without UID'}${at}`;
}

function summaryOf(component: ICAL.Component): string {
  const summary = component.getFirstPropertyValue('summary');
  return typeof summary === 'string' ? summary.trim() : '';
}

/** Whoever is invited and has not declined. */
function invited(component: ICAL.Component): string[] {
  return component.getAllProperties('attendee').flatMap((attendee) => {
    const kind = attendee.getFirstParameter('cutype');
    const isPerson = kind === undefined || kind === 'INDIVIDUAL';
    if (!isPerson || attendee.getFirstParameter('partstat') === 'DECLINED') return [];
    return [
      String(attendee.getFirstValue())
        .replace(/^mailto:/i, '')
        .trim(),
    ];
  });
}

function zoneOf(component: ICAL.Component): string | null {
  return component.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? null;
}

function zoneFault(component: ICAL.Component, place: string): CalendarFault | null {
  const zone = zoneOf(component);
  if (zone === null || isTimeZone(zone) || component.getTimeZoneByID(zone) !== null) return null;
  const accepted = 'an IANA time zone, such as Europe/Berlin, or one the file describes (VTIMEZONE)';
  return { place: `${place}: DTSTART;TZID`, found: JSON.stringify(zone), accepted };
}

/** An IANA name means what everybody's clocks do there, whatever the file says of it. */
function toInstant(time: ICAL.Time, zone: string | null, timeZone: string): number {
  const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  if (time.zone === ICAL.Timezone.utcTimezone) return wall;
  if (zone !== null && isTimeZone(zone)) return instantOf(wall, zone);
  if (time.zone !== null && time.zone !== ICAL.Timezone.localTimezone) return time.toUnixTime() * 1000;
  return instantOf(wall, timeZone);
}
