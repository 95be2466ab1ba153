import type { Field, FieldValues, Incident } from '../../../src/incident/incident.ts';
import { FIELDS } from '../../../src/incident/incident.ts';
import type { Owner } from '../../../src/incident/person.ts';
import type { State } from '../../../src/incident/state.ts';
import { folded } from './witness.ts';

/**
 * What "the same" means, told once more and without the engine's own rules: one side's two readings, and the two sides.
 * A proof that asked the engine would prove that it agrees with itself.
 */

/** Whether an incident of a side holds that value. */
export function isSame(field: Field, present: FieldValues, value: unknown): boolean {
  switch (field) {
    case 'severity':
      return present.severity === value;
    case 'owner':
      return nameOf(present.owner) === nameOf(value as Owner | null);
    case 'tags':
      return sameSet(present.tags, value as string[]);
    case 'state':
      return JSON.stringify(detailsOf(present.state)) === JSON.stringify(detailsOf(value as State));
    default:
      return field satisfies never;
  }
}

/** The fields in which the two sides tell different stories. */
export function differences(defender: Incident, sentinel: Incident, hasNotes = true): Field[] {
  return FIELDS.filter((field) => {
    if (field !== 'state') return !isSame(field, defender, sentinel[field]);
    return told(defender.state, hasNotes) !== told(sentinel.state, hasNotes);
  });
}

/** A state without what only one of the two systems can tell. */
function told({ status, classification, note }: State, hasNotes: boolean): string {
  return status === 'closed' ? [status, classification, hasNotes ? note.trim() : ''].join('/') : status;
}

function detailsOf({ status, classification, determination, reason, note }: State) {
  return [status, classification, determination, reason, note.trim()];
}

function nameOf(owner: Owner | null): string | null {
  return owner === null ? null : (owner.upn ?? owner.objectId ?? owner.name ?? '').trim().toLowerCase();
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [folded(a), folded(b)];
  return left.size === right.size && [...left].every((tag) => right.has(tag));
}
