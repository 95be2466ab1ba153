import type { Field, FieldValues } from '../../incident/incident.ts';
import { openMoves } from '../observe/field-moves.ts';
import type { Side } from '../../incident/side.ts';
import { otherSide } from '../../incident/side.ts';
import { FIELD_RULES } from '../fields.ts';
import type { FieldWork } from '../intent.ts';
import type { Doubt, Link } from '../link.ts';
import { fieldOf } from '../link.ts';

/** Sets what both sides agreed on for a field; a half given as undefined stays as it was. */
export function agreeOn<F extends Field>(
  link: Link,
  field: F,
  halves: { defender?: FieldValues[F] | undefined; sentinel?: FieldValues[F] | undefined },
): void {
  const before = link.base[field];
  const present = (side: 'defender' | 'sentinel') => {
    // Null is a value too: nobody owns it.
    if (halves[side] !== undefined) return halves[side];
    return before !== undefined ? before[side] : presentValue(link, side, field);
  };
  const [defender, sentinel] = [present('defender'), present('sentinel')];
  if (defender === undefined || sentinel === undefined) return;
  link.base = { ...link.base, [field]: { defender, sentinel } };
  for (const side of ['defender', 'sentinel'] as const) {
    const record = link[side];
    if (record !== null) record.moves = openMoves(record.moves, side, record.observation.incident, link.base);
  }
}

/** Whatever the two sides hold of a field now is what they agreed on. */
export function agreeAsIs(link: Link, field: Field): void {
  agreeOn(link, field, {
    defender: presentValue(link, 'defender', field),
    sentinel: presentValue(link, 'sentinel', field),
  });
}

/** What is kept with a wish for both sides, to tell later what was agreed on before it. Of tags that is not what it met. */
export function agreedBefore(link: Link, side: Side, field: Field): Pick<FieldWork, 'agreedBefore'> {
  const half = field === 'tags' ? link.base.tags?.[side] : undefined;
  return half === undefined ? {} : { agreedBefore: half };
}

/** What a write says about the base once it is there. */
type Agreed = Pick<FieldWork, 'field' | 'alone' | 'agreedHere' | 'agreedElsewhere'>;

/** What an intent that is done says about the base: the side now holds `present`. */
export function agreeOnWork(link: Link, side: Side, work: Agreed, present: unknown): void {
  if (work.alone === true) return;
  // Where the two never agreed, one side's half of a wish says nothing of the other's: that is first contact still.
  if (link.base[work.field] === undefined && work.agreedElsewhere === undefined) return;
  agreeOn(link, work.field, {
    [side]: work.agreedHere !== undefined ? work.agreedHere : present,
    [otherSide(side)]: work.agreedElsewhere,
  });
}

/**
 * The same of a write of which no answer told, once a reading shows that it arrived. A half that the other side has
 * settled since is newer than what was sent.
 */
export function agreeOnArrival(link: Link, side: Side, field: Field, doubt: Doubt, present: unknown): void {
  const { agreedElsewhere, elsewhereBefore, agreedHere } = doubt;
  const elsewhere: unknown = link.base[field]?.[otherSide(side)];
  const rules = FIELD_RULES[field] as { same(a: unknown, b: unknown): boolean };
  const isKnown = elsewhere !== undefined && elsewhereBefore !== undefined;
  const isStill = isKnown ? rules.same(elsewhere, elsewhereBefore) : elsewhere === elsewhereBefore;
  const work = { field, agreedHere, agreedElsewhere: isStill ? agreedElsewhere : undefined };
  agreeOnWork(link, side, work as Agreed, present);
}

function presentValue<F extends Field>(link: Link, side: 'defender' | 'sentinel', field: F) {
  const record = link[side];
  return record === null ? undefined : fieldOf(record.observation.incident, field);
}
