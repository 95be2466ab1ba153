import { dirname, resolve } from 'node:path';
import type { KnownPerson } from '../incident/people.ts';
import { readCalendar } from '../oncall/calendar.ts';
import type { Calendar, CalendarTurn } from '../oncall/calendar.ts';
import { WINDOW_DAYS } from '../oncall/calendar-layer.ts';
import { DEFAULT_ESCALATION } from '../oncall/escalation.ts';
import { findListed } from '../oncall/policy.ts';
import type { ListedPerson, OncallPolicy } from '../oncall/policy.ts';
import { instantOf } from '../schedule/local-time.ts';
import type { QuietHours, Turn } from '../sync/ports/oncall.ts';
import type { ConfigFault } from './config-error.ts';
import { describeIssues } from './describe-issues.ts';
import { OncallFile, SOMEBODY } from './oncall-file.ts';
import type { OncallEntry } from './oncall-file.ts';
import { readJsonFile } from './read-json-file.ts';
import { readTextFile } from './read-text-file.ts';

const VARIABLE = 'ONCALL_FILE';
const ACCEPTED = 'the path of a JSON file, or of an iCalendar file (docs/contracts/oncall-file.md)';
const DAY_MILLISECONDS = 86_400_000;

export interface OncallSurroundings {
  /** `TIMEZONE`. */
  timeZone: string;
  /** Who is in PEOPLE_FILE. */
  known: readonly KnownPerson[];
  /** Whose people talk to the bot; null where that is not known. */
  tenantId: string | null;
  /** The first admins, by object id. */
  adminIds: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
}

export interface OncallReading {
  oncall: OncallPolicy | null;
  faults: ConfigFault[];
}

/** The rota a file describes, and every fault of it with its place. */
export function readOncallFile(path: string, surroundings: OncallSurroundings): OncallReading {
  const read = readTextFile(VARIABLE, path, ACCEPTED);
  if (!('text' in read)) return { oncall: null, faults: [read] };
  if (/^\s*BEGIN:VCALENDAR/i.test(read.text)) return readBareCalendar(read.text, surroundings);
  const json = readJsonFile(VARIABLE, path, ACCEPTED);
  if (!('value' in json)) return { oncall: null, faults: [json] };
  const parsed = OncallFile.safeParse(json.value);
  if (!parsed.success) return { oncall: null, faults: describeIssues(VARIABLE, json.value, parsed.error) };
  return toPolicy(parsed.data, dirname(resolve(path)), surroundings);
}

/** A calendar alone: its people are those of PEOPLE_FILE, and the first admin is the lead. */
function readBareCalendar(text: string, surroundings: OncallSurroundings): OncallReading {
  const { timeZone, known, tenantId, adminIds } = surroundings;
  const people = known.flatMap(({ name, accounts }): ListedPerson[] => {
    const account = accounts.find((one) => one.tenantId.toLowerCase() === tenantId?.toLowerCase()) ?? accounts[0];
    if (account === undefined) return [];
    return [{ name, objectId: account.objectId.toLowerCase(), upn: account.upn, quietHours: null }];
  });
  const { calendar, faults } = checkCalendar(text, VARIABLE, people, surroundings, 'somebody of PEOPLE_FILE');
  const [first] = adminIds;
  const lead = people.find(({ objectId }) => objectId === first) ?? {
    name: 'An admin',
    objectId: first ?? '',
    quietHours: null,
  };
  const policy = { timeZone, people, lead, shifts: [], rotation: null, calendar, handoverTo: null };
  return faults.length > 0
    ? { oncall: null, faults }
    : { oncall: { ...policy, escalation: DEFAULT_ESCALATION }, faults: [] };
}

function toPolicy(file: OncallEntry, folder: string, surroundings: OncallSurroundings): OncallReading {
  const timeZone = file.timeZone ?? surroundings.timeZone;
  const faults: ConfigFault[] = [];
  const fault = (place: string, found: string, accepted: string) =>
    void faults.push({ variable: `${VARIABLE}: ${place}`, found, accepted });
  const people = file.people.map(({ name, objectId, upn, quietHours }): ListedPerson => {
    return { name, upn, objectId: objectId.toLowerCase(), quietHours: toQuietHours(quietHours, timeZone) };
  });
  for (const key of ['objectId', 'upn'] as const)
    people.forEach((person, index) => {
      const first = people.findIndex((other) => other[key].toLowerCase() === person[key].toLowerCase());
      if (first < index) fault(`people[${index}].${key}`, `that of people[${first}]`, 'each person once');
    });
  const personOf = (word: string, place: string): ListedPerson => {
    const found = findListed(people, word);
    if (found === null) fault(place, JSON.stringify(word), SOMEBODY);
    return found ?? people[0]!;
  };
  const lead = personOf(file.lead, 'lead');
  const shifts = (file.shifts ?? []).map(({ person, from, until }, index): Turn => {
    const turn = { from: toInstant(from, timeZone), until: toInstant(until, timeZone) };
    if (turn.until <= turn.from) fault(`shifts[${index}].until`, JSON.stringify(until), 'a time after its beginning');
    return { person: personOf(person, `shifts[${index}].person`), ...turn };
  });
  const inOrder = shifts.map((turn, index) => ({ turn, index })).toSorted((a, b) => a.turn.from - b.turn.from);
  let latest = inOrder[0];
  for (const one of inOrder.slice(1)) {
    if (latest !== undefined && one.turn.from < latest.turn.until)
      fault(`shifts[${one.index}].from`, `a time within shifts[${latest.index}]`, 'shifts that do not overlap');
    if (latest === undefined || one.turn.until > latest.turn.until) latest = one;
  }
  const rotation =
    file.rotation === undefined
      ? null
      : {
          people: file.rotation.people.map((word, index) => personOf(word, `rotation.people[${index}]`)) as [
            ListedPerson,
            ...ListedPerson[],
          ],
          from: toInstant(file.rotation.from, timeZone),
          handover: file.rotation.handover,
          timeZone,
        };
  if (rotation !== null && file.calendar !== undefined)
    fault('calendar', JSON.stringify(file.calendar), 'nothing while there is a rotation');
  if (rotation === null && file.calendar === undefined && shifts.length === 0)
    fault('rotation', 'nothing', 'a rotation, a calendar or shifts');
  let calendar: Calendar | null = null;
  if (file.calendar !== undefined) {
    const place = `${VARIABLE}: calendar`;
    const read = readTextFile(place, resolve(folder, file.calendar), 'the path of an iCalendar file');
    if (!('text' in read)) faults.push(read);
    else {
      const checked = checkCalendar(read.text, place, people, { ...surroundings, timeZone }, SOMEBODY);
      calendar = checked.calendar;
      faults.push(...checked.faults);
    }
  }
  if (faults.length > 0) return { oncall: null, faults };
  const escalation = (file.escalation ?? DEFAULT_ESCALATION) as OncallPolicy['escalation'];
  const handoverTo = file.handover?.conversation ?? null;
  return { oncall: { timeZone, people, lead, shifts, rotation, calendar, escalation, handoverTo }, faults: [] };
}

/** A calendar whose turns near now are somebody's, have a length, and do not overlap. */
function checkCalendar(
  text: string,
  variable: string,
  people: readonly ListedPerson[],
  { timeZone, now }: OncallSurroundings,
  somebody: string,
): { calendar: Calendar; faults: ConfigFault[] } {
  const { calendar, faults } = readCalendar(text, timeZone);
  const found: ConfigFault[] = faults.map(({ place, ...fault }) => ({
    variable: place === '' ? variable : `${variable}: ${place}`,
    ...fault,
  }));
  if (found.length > 0) return { calendar, faults: found };
  const from = now - WINDOW_DAYS.before * DAY_MILLISECONDS;
  const turns = calendar.turnsBetween(from, now + WINDOW_DAYS.after * DAY_MILLISECONDS);
  const told = new Set<string>();
  const tell = (fault: ConfigFault) => {
    if (!told.has(fault.variable)) found.push(fault);
    told.add(fault.variable);
  };
  for (const { who, place } of turns)
    if (findListed(people, who) === null)
      tell({ variable: `${variable}: ${place}`, found: JSON.stringify(who), accepted: somebody });
  for (const turn of turns)
    if (turn.until <= turn.from)
      tell({
        variable: `${variable}: ${turn.place}`,
        found: 'a turn of no length',
        accepted: 'an end after its beginning',
      });
  const [first, ...others] = turns.toSorted((a, b) => a.from - b.from);
  let latest = first;
  for (const turn of others) {
    if (latest !== undefined && turn.from < latest.until) tell(overlap(variable, turn, latest));
    if (latest === undefined || turn.until > latest.until) latest = turn;
  }
  return { calendar, faults: found };
}

function overlap(variable: string, turn: CalendarTurn, before: CalendarTurn): ConfigFault {
  const at = new Date(turn.from).toISOString();
  return {
    variable: `${variable}: ${turn.place}`,
    found: `a turn that begins within ${before.place}, at ${at}`,
    accepted: 'turns that do not overlap',
  };
}

function toQuietHours(
  hours: { from: string; until: string; timeZone?: string | undefined } | undefined,
  timeZone: string,
): QuietHours | null {
  if (hours === undefined) return null;
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return { from: minutes(hours.from), until: minutes(hours.until), timeZone: hours.timeZone ?? timeZone };
}

/** A time of the file: local ones are meant in its time zone. */
function toInstant(text: string, timeZone: string): number {
  const isLocal = !/(Z|[+-]\d{2}:\d{2})$/.test(text);
  return isLocal ? instantOf(Date.parse(`${text.slice(0, 16)}Z`), timeZone) : Date.parse(text);
}
