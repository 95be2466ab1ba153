import type { Person } from '../../incident/person.ts';
import type { Conversation } from './chat-records.ts';

/** Somebody who can be on call. */
export interface OncallPerson {
  name: string;
  /** Entra object id, lower case. */
  objectId: string;
  /** Times of day at which only what is severe may reach them; null where there are none. */
  quietHours: QuietHours | null;
}

/** From one time of day to another, over midnight where it ends before it begins. */
export interface QuietHours {
  /** Minutes after midnight. */
  from: number;
  until: number;
  /** IANA name. */
  timeZone: string;
}

/** Somebody's turn. Times in milliseconds since 1970. */
export interface Turn {
  person: OncallPerson;
  from: number;
  until: number;
}

/** Somebody is on call instead of whom the rota says. */
export interface Override {
  person: Pick<OncallPerson, 'name' | 'objectId'>;
  /** ISO 8601. */
  from: string;
  until: string;
  setBy: string;
}

/** The rows behind overrides. */
export interface OverrideRecords {
  /** Those that are not over at that time (ISO 8601), the newest first: it stands above the others. */
  overrides(now: string): Promise<Override[]>;
  addOverride(override: Override): Promise<void>;
}

/** Who is on call, as people are told. */
export interface OncallNow {
  /** Null where nobody is. */
  turn: Turn | null;
  /** Who is after that, as far as it is known. */
  next: Turn | null;
  /** When the present shift (or gap) ends, also where the same person goes on; null where it does not within a year. */
  shiftEndsAt: number | null;
  lead: OncallPerson;
  /** IANA name. */
  timeZone: string;
}

/** What chat may ask of the rota. */
export interface OncallDesk {
  now(): Promise<OncallNow>;
  /** From now on until then (milliseconds since 1970). */
  set(person: Pick<OncallPerson, 'name' | 'objectId'>, until: number, by: Person): Promise<void>;
}

/**
 * Whether somebody can be written to in a chat of their own. `closed`: not as things are, and why, in words for people.
 * `unknown`: Teams could not be asked.
 */
export type Reach =
  | { outcome: 'open'; conversation: Conversation }
  | { outcome: 'closed'; reason: string }
  | { outcome: 'unknown'; reason: string };

/** Finds the chat somebody has with the bot, or opens one without a word in it. */
export type ReachPerson = (person: Pick<OncallPerson, 'name' | 'objectId'>) => Promise<Reach>;
