import type { Field, FieldValues } from '../incident/incident.ts';
import { sameOwner } from '../incident/person.ts';
import { sameState } from '../incident/state.ts';
import { sameTags } from '../incident/tags.ts';
import { agree, agreeButForNote, toDefenderState, toSentinelState } from '../incident/translate-state.ts';
import type { SyncMode } from './posture/posture.ts';

/** How the values of one field are compared and carried. */
export interface FieldRules<T> {
  /** Two readings of one side say the same. */
  same(a: T, b: T): boolean;
  /** The two sides tell the same story. */
  agree(defender: T, sentinel: T): boolean;
  /** The Defender value as Sentinel holds it. */
  toSentinel(defender: T, presentSentinel: T): T;
  /** The Sentinel value as Defender holds it. */
  toDefender(sentinel: T, presentDefender: T): T;
  /** Sentinel's value says nothing that Defender could be told. */
  isUntold?(sentinel: T): boolean;
}

export type AllFieldRules = { [F in Field]: FieldRules<FieldValues[F]> };

/**
 * One entry a field. Tags are compared here like the others, but carried by a three-way merge (`plan-tags`).
 */
export const FIELD_RULES: AllFieldRules = {
  state: {
    same: sameState,
    agree,
    toSentinel: toSentinelState,
    toDefender: toDefenderState,
  },
  severity: {
    same: (a, b) => a === b,
    // "Unknown" is what a side does not tell, or a word of its own: the other's agrees with it, and it is never written.
    agree: (defender, sentinel) => [defender, sentinel].includes('unknown') || defender === sentinel,
    toSentinel: (defender, present) => (defender === 'unknown' ? present : defender),
    toDefender: (sentinel, present) => (sentinel === 'unknown' ? present : sentinel),
    isUntold: (sentinel) => sentinel === 'unknown',
  },
  owner: {
    same: sameOwner,
    agree: sameOwner,
    toSentinel: (defender) => defender,
    toDefender: (sentinel) => sentinel,
  },
  tags: {
    same: sameTags,
    agree: sameTags,
    toSentinel: (defender) => defender,
    toDefender: (sentinel) => sentinel,
  },
};

/** The same where a closing note on one side only is no difference. */
export const RULES_BUT_FOR_NOTES: AllFieldRules = {
  ...FIELD_RULES,
  state: { ...FIELD_RULES.state, agree: agreeButForNote },
};

/**
 * The rules by which a connection in that mode compares its two sides. No source says that Microsoft's own sync
 * carries closing notes: held to them, every closing it carries would be drift for ever.
 */
export function fieldRulesIn(mode: SyncMode): AllFieldRules {
  return mode === 'native' ? RULES_BUT_FOR_NOTES : FIELD_RULES;
}
