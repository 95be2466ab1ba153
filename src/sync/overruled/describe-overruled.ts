import type { Field } from '../../incident/incident.ts';
import { ownerKey } from '../../incident/person.ts';
import type { Owner } from '../../incident/person.ts';
import { SIDE_NAMES, otherSide } from '../../incident/side.ts';
import type { Side } from '../../incident/side.ts';
import type { State } from '../../incident/state.ts';
import type { Link, Move, Overruled } from '../link.ts';
import { fieldOf } from '../link.ts';
import type { WriteDecision } from '../plan/decision.ts';

const WORDS: Record<string, string> = {
  truePositive: 'true positive',
  falsePositive: 'false positive',
  benignPositive: 'benign positive',
};

/** A value of a field as people read it. */
export function describeValue(field: Field, value: unknown): string {
  switch (field) {
    case 'state': {
      const { status, classification } = value as State;
      return status === 'closed' ? `closed as ${WORDS[classification] ?? classification}` : status;
    }
    case 'severity':
      return `${String(value)} severity`;
    case 'owner': {
      const owner = value as Owner | null;
      return owner === null ? 'unassigned' : `assigned to ${owner.name ?? ownerKey(owner) ?? 'somebody'}`;
    }
    case 'tags':
      return `tags ${(value as string[]).join(', ') || '(none)'}`;
    default:
      return field satisfies never;
  }
}

/**
 * The sentence people read when a change lost: "Set active in Defender by Raj, 10:02; kept: closed as true
 * positive, set in Sentinel at the same time (Sentinel decides ties)."
 */
export function describeOverruled(link: Link, write: WriteDecision, at: string): Overruled {
  const loser = write.side;
  const winner = otherSide(loser);
  const sentence =
    `${describeMove(link, loser, write.field)} ` +
    `Kept: ${describeValue(write.field, write.value)}, from ${SIDE_NAMES[winner]}` +
    `${describeWhen(link[winner]?.moves[write.field])} (${REASONS[write.rule.slice(1)] ?? 'rule ' + write.rule}).`;
  return { field: write.field, side: loser, sentence, at };
}

/** "High severity in Defender by Raj at 10:02:11 UTC." What a side holds, with who and when as far as it tells. */
export function describeMove(link: Link, side: Side, field: Field): string {
  const record = link[side]!;
  const { incident } = record.observation;
  const move = record.moves[field];
  const value = capital(describeValue(field, fieldOf(incident, field)));
  return `${value} in ${SIDE_NAMES[side]} by ${move?.who ?? 'someone'}${describeWhen(move)}.`;
}

const REASONS: Record<string, string> = {
  '6': 'later',
  '7': 'later',
  '8': 'at the same time, and Sentinel is the system of record',
  '9': 'a person over a machine',
  '11': 'met for the first time, and Sentinel is the system of record',
  '12': 'this field is decided by Sentinel here',
  '13': 'this field is decided by Defender here',
  '15': 'met for the first time, and this field is decided by Defender here',
};

/** When it moved, as far as is known, behind the words it is about; empty where that is not known at all. */
export function describeWhen(move: Move | undefined): string {
  if (move === undefined) return '';
  const time = (raw: string) => `${raw.slice(11, 19)} UTC`;
  return move.exact ? ` at ${time(move.by)}` : ` between ${time(move.after)} and ${time(move.by)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
