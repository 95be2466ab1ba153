import type { Field, FieldValues, Incident } from '../incident/incident.ts';
import { compareTimestamps } from '../incident/timestamp.ts';
import { FIELD_RULES } from './fields.ts';
import type { SideRecord } from './link.ts';
import { fieldOf } from './link.ts';

/** A value that was sent and of which no answer told whether it arrived. */
export interface Doubt<T = unknown> {
  value: T;
  /** Only this side was asked for it: the other one is to learn of it as of an edit. */
  isAlone: boolean;
  /**
   * Something newer has been settled since. The request may still be on its way (its process died, say) until then;
   * if it arrives it is undone. Null: nothing newer.
   */
  staleUntil: string | null;
}

export type Doubts = { [F in Field]?: Doubt<FieldValues[F]>[] };

/** What a changed value turns out to be: our own write, one only this side was asked for, or one that came too late. */
export type Arrival = 'ours' | 'alone' | 'stale';

/** How many values of one field may be in doubt; older ones have long arrived or never will. */
const MOST_DOUBTS = 5;

/** From here until an answer tells, what is sent may or may not be there. The caller saves the link. */
export function addDoubt({ inDoubt }: SideRecord, field: Field, value: unknown, isAlone: boolean): void {
  const doubts: Doubt[] = inDoubt[field] ?? [];
  Object.assign(inDoubt, { [field]: [...doubts, { value, isAlone, staleUntil: null }].slice(-MOST_DOUBTS) });
}

/**
 * A field's value was settled: what was in doubt before and is something else is stale from now on. The caller saves
 * the link.
 * @param settled The value that now stands; undefined when an answer said that nothing was done.
 * @param staleUntil ISO 8601; how long a request that was sent before may still be on its way.
 */
export function endDoubt({ inDoubt }: SideRecord, field: Field, settled: unknown, staleUntil: string): void {
  const doubts: Doubt[] = inDoubt[field] ?? [];
  const left =
    settled === undefined
      ? doubts.slice(0, -1)
      : doubts
          .filter(({ value }) => !rulesOf(field).same(value, settled))
          .map((doubt) => ({ ...doubt, staleUntil: doubt.staleUntil ?? staleUntil }));
  if (left.length > 0) Object.assign(inDoubt, { [field]: left });
  else delete inDoubt[field];
}

/** Whether a new reading shows one of the values in doubt, and what it is then; null where it is somebody's edit. */
export function arrivalOf({ inDoubt }: SideRecord, field: Field, incident: Incident): Arrival | null {
  const doubts: Doubt[] = inDoubt[field] ?? [];
  const present = fieldOf(incident, field);
  const found = doubts.findLast(({ value }) => rulesOf(field).same(value, present));
  if (found === undefined) return null;
  if (found.staleUntil === null) return found.isAlone ? 'alone' : 'ours';
  return compareTimestamps(incident.modifiedAt, found.staleUntil) <= 0 ? 'stale' : null;
}

/** Whether anything that may yet arrive is newer than what was settled. */
export function isDoubtful({ inDoubt }: SideRecord): boolean {
  return Object.values(inDoubt).some((doubts) => doubts.some(({ staleUntil }) => staleUntil === null));
}

function rulesOf(field: Field) {
  return FIELD_RULES[field] as { same(a: unknown, b: unknown): boolean };
}
