import type { Field, FieldValues } from '../../incident/incident.ts';
import type { Person } from '../../incident/person.ts';
import { SIDES, SIDE_NAMES } from '../../incident/side.ts';
import type { Pair, Side } from '../../incident/side.ts';
import { describeValue } from '../overruled/describe-overruled.ts';
import { FIELD_RULES } from '../fields.ts';
import type { FieldRules } from '../fields.ts';
import type { FieldIntent } from '../intent.ts';
import type { Link } from '../link.ts';
import { fieldOf, leadingIncident } from '../link.ts';
import type { Records } from '../ports/records.ts';
import { asShown } from '../write/settle-written.ts';
import type { FieldAsked } from './fields-asked.ts';
import type { Refusal } from './refuse-ask.ts';

/** What taking an action back writes: to each side what it held before. */
export interface Undoing {
  /** The action that is taken back. */
  actionId: string;
  asked: FieldAsked;
}

/** How long an action can be taken back. */
const UNDO_MILLISECONDS = 5 * 60_000;

/** Comments stay, and what the sync carried on a click is no value somebody chose. */
const UNDOABLE = ['assign', 'handoff', 'activate', 'close', 'reopen', 'tags', 'severity'];

/** The action this person can take back now: their last one, if it is fresh and set a field. */
export async function undoableAction(
  records: Pick<Records, 'lastActionOf'>,
  by: Person,
  now: string,
): Promise<{ id: string; incident: number } | null> {
  const since = new Date(Date.parse(now) - UNDO_MILLISECONDS).toISOString();
  const last = await records.lastActionOf(by.objectId, since);
  return last !== null && UNDOABLE.includes(last.kind) ? last : null;
}

/**
 * What it takes to take this person's last action back, or why that cannot be: only a value that both sides still hold
 * as it was written is taken back, so that nobody else's change goes with it.
 */
export async function findUndoing(
  records: Records,
  link: Link,
  by: Person,
  now: string,
): Promise<Undoing | { refusal: Refusal }> {
  const action = await undoableAction(records, by, now);
  const written = action?.incident === link.number ? await fieldIntents(records, action.id) : [];
  const [first] = written;
  if (action === null || first === undefined) {
    const reason = `Your last action of the last five minutes did not set anything on #${link.number}.`;
    return { refusal: { code: 'nothing_to_undo', reason: `${reason} Comments stay.` } };
  }
  const { field } = first.work;
  const newer = (await records.openIntents(link.number)).some(
    (intent) => isAbout(intent, field) && intent.actionId !== action.id,
  );
  const moved = SIDES.filter((side) => !stands(link, side, field, written));
  if (newer || moved.length > 0) {
    const reason = `#${link.number} was changed since (now: ${presentWords(link, field, moved)}), so nothing was taken back.`;
    return { refusal: { code: 'changed_since', reason } };
  }
  const values = valuesBefore(link, field, written);
  const nowhere = noWayBack(field, values);
  if (nowhere !== null) return { refusal: { code: 'nothing_to_undo', reason: nowhere } };
  return { actionId: action.id, asked: { field, values } as FieldAsked };
}

/** Where only one side was changed, the other one still holds what was to be taken back. */
function presentWords(link: Link, field: Field, moved: readonly Side[]): string {
  const side = moved.length === 1 ? moved[0] : undefined;
  const record = side === undefined ? null : link[side];
  if (side === undefined || record === null) return describeValue(field, fieldOf(leadingIncident(link), field));
  return `${describeValue(field, fieldOf(record.observation.incident, field))} in ${SIDE_NAMES[side]}`;
}

async function fieldIntents(records: Records, actionId: string): Promise<FieldIntent[]> {
  const intents = await records.intentsOfAction(actionId);
  return intents.filter(({ work, rule }) => work.kind === 'field' && rule === 'A1') as FieldIntent[];
}

function isAbout({ work }: { work: { kind: string; field?: Field } }, field: Field): boolean {
  return work.kind === 'field' && work.field === field;
}

/** Whether a side still holds what the action wrote there, or was not written yet and nobody changed it. */
function stands(link: Link, side: Side, field: Field, written: FieldIntent[]): boolean {
  const record = link[side];
  if (record === null) return true;
  const rules = FIELD_RULES[field] as FieldRules<unknown>;
  const present = fieldOf(record.observation.incident, field);
  const intent = written.find((one) => one.side === side);
  if (intent === undefined) {
    // The twin was made since, of what the action had written.
    const other = written[0]!.work.value;
    return side === 'sentinel' ? rules.agree(other, present) : rules.agree(present, other);
  }
  const { work, state } = intent;
  if (state === 'superseded' || state === 'overruled') return false;
  if (rules.same(present, asShown(field, work.value, present))) return true;
  return state !== 'done' && 'expected' in work && rules.same(present, work.expected);
}

/** Why what was there before cannot be put back: written again, it would be agreed on, and has to be one story. */
function noWayBack(field: Field, { defender, sentinel }: Pair<unknown>): string | null {
  if (field === 'severity' && defender === 'unknown')
    return 'Defender had no severity before, and none can be taken away again.';
  if (field === 'severity' && sentinel === 'unknown')
    return 'Sentinel told no severity before, and none can be taken away again.';
  const rules = FIELD_RULES[field] as FieldRules<unknown>;
  return rules.agree(defender, sentinel)
    ? null
    : 'The two systems disagreed before, so there is nothing to go back to.';
}

/** Each side's value before the action, as that side spelt it. */
function valuesBefore(link: Link, field: Field, written: FieldIntent[]): Pair<FieldValues[Field]> {
  const rules = FIELD_RULES[field] as FieldRules<unknown>;
  const before = (side: Side): unknown => {
    const own = written.find((one) => one.side === side)?.work;
    if (own !== undefined && 'expected' in own) return own.expected;
    const elsewhere = written.find((one) => one.side !== side)?.work.expected;
    const present = link[side] === null ? elsewhere : fieldOf(link[side].observation.incident, field);
    return side === 'sentinel' ? rules.toSentinel(elsewhere, present) : rules.toDefender(elsewhere, present);
  };
  return { defender: before('defender'), sentinel: before('sentinel') } as Pair<FieldValues[Field]>;
}
