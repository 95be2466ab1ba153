import type { Field, Incident } from '../../incident/incident.ts';
import { FIELDS } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { FIELD_RULES } from '../fields.ts';
import type { Base, Move, Moves, SideRecord } from '../link.ts';
import { fieldOf } from '../link.ts';
import { isMachine } from './machine-names.ts';

/** The fields in which two readings of one side differ. */
export function changedFields(before: Incident, after: Incident): Field[] {
  return FIELDS.filter((field) => !sameField(field, before, after));
}

/** Whether two readings of one side hold the same value of a field. */
export function sameField(field: Field, a: Incident, b: Incident): boolean {
  const rules = FIELD_RULES[field] as { same(x: unknown, y: unknown): boolean };
  return rules.same(fieldOf(a, field), fieldOf(b, field));
}

/**
 * When each field of a side moved, and who did it, given a new reading of it. Earlier moves stand until the field is
 * agreed on again; a field that moved several times keeps the time of the last one. A side names only whoever changed
 * the incident last: that is who moved a field where nothing else moved, and nobody knows who where something did.
 * @param isAnswer The reading is the answer to a write of ours, so it is us that the side names.
 */
export function movesAfter(record: SideRecord | null, next: Incident, isAnswer = false): Moves {
  if (record === null) return {};
  const previous = record.observation.incident;
  const changed = changedFields(previous, next);
  const alone = changed.length === 1 && !storyOrCommentsMoved(previous, next);
  const who = alone && !isAnswer && next.modifiedBy !== record.writtenAs ? next.modifiedBy : null;
  const move: Move = {
    after: previous.modifiedAt,
    by: next.modifiedAt,
    exact: alone && !record.touchedByUs,
    machine: who !== null && isMachine(who),
    ...(who === null ? {} : { who }),
  };
  return { ...record.moves, ...Object.fromEntries(changed.map((field) => [field, move])) };
}

/** Comments and the story have no move of their own, but they move the incident's time stamp. */
export function storyOrCommentsMoved(before: Incident, after: Incident): boolean {
  return (
    before.commentCount !== after.commentCount ||
    before.title !== after.title ||
    before.description !== after.description
  );
}

/** The moves without those of fields that are back at what was agreed. */
export function openMoves(moves: Moves, side: Side, incident: Incident, base: Base): Moves {
  return Object.fromEntries(
    Object.entries(moves).filter(([name]) => {
      const half = base[name as Field]?.[side];
      const rules = FIELD_RULES[name as Field] as { same(x: unknown, y: unknown): boolean };
      return half === undefined || !rules.same(half, fieldOf(incident, name as Field));
    }),
  );
}
