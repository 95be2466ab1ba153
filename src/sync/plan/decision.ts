import type { Field, FieldValues } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';

/** The letter of each field in the ids of the decision table. */
export const FIELD_LETTERS: Record<Field, string> = { state: 'S', severity: 'V', owner: 'O', tags: 'T' };

/**
 * What to do about one field, with the id of the row of the decision table (docs/sync-table.md) that says so.
 * - `write`: carry a value to a side
 * - `adopt`: both tell the same story already; only the base moves
 * - `ask`: an analyst is to say which side's value stands; until then nothing is written
 */
export type Decision = WriteDecision | AdoptDecision | AskDecision;

export type WriteDecision = {
  [F in Field]: {
    kind: 'write';
    rule: string;
    field: F;
    side: Side;
    value: FieldValues[F];
    /** What that side holds now. */
    expected: FieldValues[F];
    /** This side's half of the base once written; absent: whatever the side then shows. */
    agreedHere?: FieldValues[F];
    /** What the other side holds: its half of the base once this is written. */
    agreedElsewhere: FieldValues[F];
    /** The side whose own change this write overrules, if it made one. */
    overrules: Side | null;
  };
}[Field];

export type AdoptDecision = { kind: 'adopt'; rule: string; field: Field };

export type AskDecision = { kind: 'ask'; rule: string; field: Field };
