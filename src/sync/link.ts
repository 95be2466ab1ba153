import type { AlertSummary } from '../incident/alert.ts';
import type { Field, FieldValues, Incident } from '../incident/incident.ts';
import type { Pair, Side } from '../incident/side.ts';
import type { Observation } from './ports/side-port.ts';

/**
 * The values both sides last agreed on, field by field. Each half is kept as its side spells it, since
 * translation loses detail. A field the two never agreed on yet has no entry.
 */
export type Base = { [F in Field]?: Pair<FieldValues[F]> };

/**
 * When a field of one side moved. No API tells when a field changed, only when the incident did: the field
 * moved after the previous observation and no later than the one that first showed the new value.
 */
export interface Move {
  after: string;
  by: string;
  /** Nothing else moved in that observation, so its time stamp is the field's own. */
  exact: boolean;
  /** The side says a machine made the change, and nothing else moved with it. */
  machine: boolean;
  /** Who made the change, says the side; absent where that is not known: it names one for all that moved since. */
  who?: string;
  /** Back to what it was, after a write of ours that had not been answered: no reading showed what it held between. */
  isReturn?: true;
}

export type Moves = Partial<Record<Field, Move>>;

/** What an incident tells besides its fields. It goes from Defender to Sentinel only. */
export interface Story {
  title: string;
  description: string;
}

/** The story as Defender tells it, with what Sentinel's API has no field for. */
export interface DefenderStory extends Story {
  url: string | null;
  products: string[];
  /** How many alerts it has, in words; null where it has none, or they have not been read. */
  alerts: string | null;
}

/** A value that was sent and of which no answer told whether it arrived. */
export interface Doubt<T = unknown> {
  value: T;
  /** Only this side was asked for it: the other one is to learn of it as of an edit. */
  isAlone: boolean;
  /** What it says about the base if it arrived (see `FieldWork`). */
  agreedHere?: T;
  agreedElsewhere?: T;
  /** The other side's half of the base when it was sent: one that has been settled since stands. */
  elsewhereBefore?: T;
  /** How long the request may still be carried out (ISO 8601). */
  arrivesBy?: string;
  /**
   * Something newer has been settled since. The request may still be on its way (its process died, say) until then;
   * if it arrives it is undone. Null: nothing newer.
   */
  staleUntil: string | null;
  /** It may have arrived and been put back in between: the side changed, and shows what it showed before. */
  returned?: { after: string; by: string; isTold?: true };
}

export type Doubts = { [F in Field]?: Doubt<FieldValues[F]>[] };

/** What is known of one side of a link. */
export interface SideRecord {
  observation: Observation;
  /** The fields that differ from what this side last agreed to, and when they moved. */
  moves: Moves;
  /** We wrote there since (a comment, say), so the side's next time stamp may be ours. */
  touchedByUs: boolean;
  /**
   * Values that were sent and of which no answer told whether they arrived. Noted before they are sent, so a crash
   * leaves them here too. One that shows up later is our own write and nobody's edit.
   */
  inDoubt: Doubts;
  /** By which name the side knows us as the last to change the incident; absent while it has not told. */
  writtenAs?: string;
  /** The names under which the side has shown comments of ours: another API, or a new name of ours, adds one. */
  commentsAs?: string[];
  /** The last values each field took here, newest last, by which a field that goes to and fro is known. */
  trail: Partial<Record<Field, TrailStep[]>>;
  missing: Missing | null;
  /** When that was believed; the observation is the last state then. */
  goneSince: string | null;
  /** How often the incident it was folded into was asked for and not shown, why, and when it is asked for again. */
  survivorUnseen?: { times: number; since: string; nextAt: string; reason: string };
}

/** How often a side has said that it does not have an incident, since when, and when it is asked again. */
export interface Missing {
  times: number;
  since: string;
  nextAt: string;
  /** It was missing with everything else there was, and an admin was asked whether that may be. */
  asked?: true;
}

/** One value a field took. */
export interface TrailStep {
  value: string;
  at: string;
  /** Dragoman wrote it. */
  isOurs: boolean;
}

/** A change that lost, as people are told of it. */
export interface Overruled {
  field: Field;
  side: Side | 'chat' | 'rule';
  /** One sentence: what was set where and when, what was kept and why. */
  sentence: string;
  at: string;
}

/** `merged`: Defender folded it into another. `gone`: a side no longer has it; its last state is kept. */
export type Standing = 'linked' | 'merged' | 'gone';

/** The pair of incidents that are one story. */
export interface Link {
  /** Dragoman's own number, `#N` in chat, unique in the process. */
  number: number;
  connectionId: string;
  defenderId: string | null;
  /** The twin's resource name; known before the twin exists, since it is derived. */
  sentinelName: string | null;
  standing: Standing;
  mergedInto: number | null;
  base: Base;
  defender: SideRecord | null;
  sentinel: SideRecord | null;
  /** The story last carried, and how Sentinel showed it then; null before the first time. */
  story: Pair<DefenderStory, Story> | null;
  /** What Defender's alerts say together; null until they have been read. */
  alerts: AlertSummary | null;
  /** Grows whenever something changes that a card shows. */
  version: number;
  /** The version at which state, severity or owner last changed: older cards ask again before they act. */
  reconfirmVersion: number;
  /** Created after the connection went live, so channels are told of it. */
  announced: boolean;
  overruled: Overruled[];
  /** Fields both sides moved apart under the policy `ask`, and since when somebody is asked. */
  questions: Partial<Record<Field, string>>;
  /** Fields that went to and fro, and since when they are left alone. */
  frozen: Partial<Record<Field, string>>;
  /** Fields of which the two sides hold different values, and since when. */
  disagreements: Partial<Record<Field, string>>;
  /** The number of one that Microsoft might merge it with, but for what was set here; null where there is none. */
  apartFrom: number | null;
  createdAt: string;
}

/** A link before it has a number. */
export type NewLink = Omit<Link, 'number'>;

/** The side people are shown first: Defender where it is there, for it knows more. */
export function leadingIncident(link: Link): Incident {
  const record =
    [link.defender, link.sentinel].find((one) => one?.goneSince === null) ?? link.defender ?? link.sentinel;
  if (record === null) throw new Error(`link #${link.number} has no side`);
  return record.observation.incident;
}

/** The record of a side, if that side exists. */
export function recordOf(link: Link, side: Side): SideRecord | null {
  return side === 'defender' ? link.defender : link.sentinel;
}

/** Whether something can be written there: the side has it, or will have it once its creation is through. */
export function isWritable(link: Link, side: Side): boolean {
  const id = side === 'defender' ? link.defenderId : link.sentinelName;
  return id !== null && (recordOf(link, side)?.goneSince ?? null) === null;
}

/** One of its sides no longer has it. */
export function isHalfGone({ defender, sentinel }: Link): boolean {
  return [defender, sentinel].some((record) => record !== null && record.goneSince !== null);
}

/** Defender has folded it into another one, and that is not decided on yet. */
export function isToBeFolded({ standing, defender }: Link): boolean {
  return standing === 'linked' && defender?.goneSince === null && defender.observation.incident.mergedInto !== null;
}

/** The value a side holds of a field. */
export function fieldOf<F extends Field>(incident: Incident, field: F): FieldValues[F] {
  return incident[field];
}
