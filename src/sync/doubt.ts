import type { Field, Incident } from '../incident/incident.ts';
import { compareTimestamps } from '../incident/timestamp.ts';
import { FIELD_RULES } from './fields.ts';
import type { FieldWork } from './intent.ts';
import type { Doubt, Move, SideRecord } from './link.ts';
import { fieldOf } from './link.ts';

/**
 * What a changed value turns out to be: our own write, one only this side was asked for, one that came too late, or
 * somebody's edit that looks like that.
 */
export type Arrival = { is: 'ours'; doubt: Doubt } | { is: 'alone' | 'stale' | 'theirs' };

/** How many values of one field may be in doubt; older ones have long arrived or never will. */
const MOST_DOUBTS = 5;

/**
 * From here until an answer tells, what is sent may or may not be there. The caller saves the link.
 * @param elsewhere The other side's half of the base.
 */
export function addDoubt(
  { inDoubt }: SideRecord,
  { field, alone, agreedHere, agreedElsewhere }: FieldWork,
  { value, elsewhere, arrivesBy }: { value: unknown; elsewhere: unknown; arrivesBy: string },
): void {
  const doubt: Doubt = {
    value,
    isAlone: alone === true,
    ...(agreedHere === undefined ? {} : { agreedHere }),
    ...(agreedElsewhere === undefined ? {} : { agreedElsewhere }),
    ...(elsewhere === undefined ? {} : { elsewhereBefore: elsewhere }),
    arrivesBy,
    staleUntil: null,
  };
  const doubts: Doubt[] = inDoubt[field] ?? [];
  Object.assign(inDoubt, { [field]: [...doubts, doubt].slice(-MOST_DOUBTS) });
}

/** The answer is given up only now: what was sent last may be carried out until then. The caller saves the link. */
export function prolongDoubt({ inDoubt }: SideRecord, field: Field, arrivesBy: string): void {
  const last: Doubt | undefined = inDoubt[field]?.at(-1);
  if (last !== undefined) last.arrivesBy = arrivesBy;
}

/**
 * A field's value was settled: what was in doubt before and is something else is stale from now on. The caller saves
 * the link.
 * @param settled The value that now stands; undefined when an answer said that nothing was done.
 * @param staleUntil ISO 8601; how long a request that was sent before may still be on its way. Null: the side would
 * refuse it from now on.
 */
export function endDoubt({ inDoubt }: SideRecord, field: Field, settled: unknown, staleUntil: string | null): void {
  const doubts: Doubt[] = inDoubt[field] ?? [];
  const left =
    settled === undefined
      ? doubts.slice(0, -1)
      : staleUntil === null
        ? []
        : doubts
            .filter(({ value }) => !rulesOf(field).same(value, settled))
            .map((doubt) => ({ ...doubt, staleUntil: doubt.staleUntil ?? staleUntil }));
  if (left.length > 0) Object.assign(inDoubt, { [field]: left });
  else delete inDoubt[field];
}

/**
 * Whether a new reading shows one of the values in doubt, and what it is then; null where it is somebody's edit. Of a
 * side that names another as the last to change the incident, a value that moved alone is theirs; one that would be
 * undone is theirs in any case.
 * @param move When the field moved.
 */
export function arrivalOf(record: SideRecord, field: Field, incident: Incident, move: Move): Arrival | null {
  const doubts: Doubt[] = record.inDoubt[field] ?? [];
  const present = fieldOf(incident, field);
  const doubt = doubts.findLast(({ value }) => rulesOf(field).same(value, present));
  if (doubt === undefined) return null;
  const isTheirs = isSomebodyElse(record, incident.modifiedBy);
  if (doubt.staleUntil !== null) {
    if (compareTimestamps(incident.modifiedAt, doubt.staleUntil) > 0) return null;
    return { is: isTheirs ? 'theirs' : 'stale' };
  }
  if (move.exact && isTheirs) return null;
  const earliest = move.exact ? move.by : move.after;
  if (doubt.arrivesBy !== undefined && compareTimestamps(earliest, doubt.arrivesBy) > 0) return null;
  return doubt.isAlone ? { is: 'alone' } : { is: 'ours', doubt };
}

/** What was sent last and may have arrived, where nothing newer was settled. */
export function pendingDoubt({ inDoubt }: SideRecord, field: Field): Doubt | null {
  const last: Doubt | undefined = inDoubt[field]?.at(-1);
  return last?.staleUntil === null ? last : null;
}

/** Only where the side has told before how it names us. */
function isSomebodyElse({ writtenAs }: SideRecord, modifiedBy: string | null): boolean {
  return writtenAs !== undefined && modifiedBy !== null && modifiedBy !== writtenAs;
}

/** Whether anything that may yet arrive is newer than what was settled. */
export function isDoubtful({ inDoubt }: SideRecord): boolean {
  return Object.values(inDoubt).some((doubts) => doubts.some(({ staleUntil }) => staleUntil === null));
}

function rulesOf(field: Field) {
  return FIELD_RULES[field] as { same(a: unknown, b: unknown): boolean };
}
