import type { Person } from '../../src/incident/person.ts';
import type { Severity } from '../../src/incident/severity.ts';
import { ana, bob } from './sync-world.ts';

/** A security team in Berlin: who works when, where each likes to work, and how many incidents come. Seconds since 1970. */

const [MINUTE, HOUR] = [60, 3_600];

/** Where somebody does something. */
export type Place = 'defender' | 'sentinel' | 'chat';

export interface Analyst {
  person: Person;
  /** Where they are found most of the time. */
  habit: Place;
}

/** 29 March 2026, when the clocks in Berlin go from two to three. */
export const SUMMER = Date.parse('2026-03-29T01:00:00Z') / 1000;

const analyst = (nth: number, first: string, habit: Place): Analyst => ({
  person: {
    objectId: `00000000-0000-4000-8000-0000000001${String(nth).padStart(2, '0')}`,
    tenantId: 'contoso',
    upn: `${first.toLowerCase()}@contoso.test`,
    name: first,
  },
  habit,
});

/** By the hour in Berlin at which each begins. At weekends the first of each works alone. */
const SHIFTS: readonly { hour: number; team: readonly Analyst[] }[] = [
  { hour: 6, team: [{ person: ana, habit: 'chat' }, analyst(1, 'Raj', 'defender'), analyst(2, 'Mia', 'sentinel')] },
  { hour: 14, team: [analyst(3, 'Lena', 'sentinel'), { person: bob, habit: 'chat' }] },
  { hour: 22, team: [analyst(4, 'Omar', 'defender')] },
];

/** The day of the week (0 is Sunday) and the hour in Berlin, with its fraction. */
export function inBerlin(at: number): { weekday: number; hour: number } {
  const local = new Date((at + (at < SUMMER ? 1 : 2) * HOUR) * 1000);
  return { weekday: local.getUTCDay(), hour: local.getUTCHours() + local.getUTCMinutes() / 60 };
}

const isWeekend = (at: number) => inBerlin(at).weekday % 6 === 0;

/** Who is at work. */
export function onShift(at: number): readonly Analyst[] {
  const { hour } = inBerlin(at);
  const { team } = SHIFTS.findLast((shift) => shift.hour <= hour) ?? SHIFTS.at(-1)!;
  return isWeekend(at) ? team.slice(0, 1) : team;
}

/** How long after that somebody usually looks at an incident; at night only severe ones are not left to the morning. */
export function usualWait(at: number, severity: Severity): number {
  const { hour } = inBerlin(at);
  const isNight = hour >= 22 || hour < 6;
  if (severity === 'high') return (isNight ? 35 : 15) * MINUTE;
  const untilMorning = ((30 - hour) % 24) * HOUR;
  if (isNight) return severity === 'medium' ? untilMorning / 2 + 40 * MINUTE : untilMorning + HOUR;
  return (severity === 'medium' ? 1 : 3) * HOUR * (isWeekend(at) ? 2 : 1);
}

/** What comes in an hour of the day: people work, click and sign in by day, and attackers at any time. */
const BY_HOUR = [1, 1, 1, 1, 1, 1, 1, 3, 7, 9, 10, 9, 6, 7, 9, 8, 6, 4, 3, 2, 2, 2, 1, 1];
const BY_WEEKDAY = [0.3, 1.3, 1.05, 1, 0.95, 0.9, 0.35];

/** How many incidents come in the hour around an instant, in the middle, where nothing special happens. */
export function usualRate(at: number): number {
  const { weekday, hour } = inBerlin(at);
  return BY_HOUR[Math.floor(hour)]! * BY_WEEKDAY[weekday]!;
}
