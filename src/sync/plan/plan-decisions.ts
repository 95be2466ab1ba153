import type { Field, Incident } from '../../incident/incident.ts';
import { FIELDS } from '../../incident/incident.ts';
import type { Side } from '../../incident/side.ts';
import { mergeTags, sameTags } from '../../incident/tags.ts';
import type { ConflictPolicy } from '../conflict-policy.ts';
import type { AllFieldRules } from '../fields.ts';
import type { Base, Move, Moves } from '../link.ts';
import { fieldOf } from '../link.ts';
import type { Decision, WriteDecision } from './decision.ts';
import { FIELD_LETTERS } from './decision.ts';
import { whoIsLater } from './who-is-later.ts';

export interface PlanSide {
  incident: Incident;
  moves: Moves;
}

export interface PlanInput {
  /** What both last agreed on; a field without an entry is on first contact. */
  base: Base;
  defender: PlanSide;
  sentinel: PlanSide;
  /** Fields a person's click is being written for: they are decided on when that has settled. */
  busy: ReadonlySet<Field>;
  clockSkewSeconds: number;
  policy: ConflictPolicy;
  rules: AllFieldRules;
}

/**
 * Compares what the two sides hold with what they last agreed on, field by field, and says what to do. Pure:
 * no clock, no requests. A field that needs nothing yields no decision, so a settled link plans nothing, and
 * our own write coming back equals the base and plans nothing either.
 */
export function planDecisions(input: PlanInput): Decision[] {
  return FIELDS.filter((field) => !input.busy.has(field)).flatMap((field) =>
    field === 'tags' ? planTags(input) : planField(input, field),
  );
}

function planField(input: PlanInput, field: Exclude<Field, 'tags'>): Decision[] {
  const rules = input.rules[field] as AllFieldRules['state'];
  const defender = fieldOf(input.defender.incident, field) as never;
  const sentinel = fieldOf(input.sentinel.incident, field) as never;
  const agreed = rules.agree(defender, sentinel);
  const row = (n: number) => `${FIELD_LETTERS[field]}${n}`;
  const adopt = (n: number): Decision[] => [{ kind: 'adopt', rule: row(n), field }];
  const write = (n: number, side: Side, overrules: Side | null): Decision[] => [
    {
      kind: 'write',
      rule: row(n),
      field,
      side,
      value: side === 'sentinel' ? rules.toSentinel(defender, sentinel) : rules.toDefender(sentinel, defender),
      expected: side === 'sentinel' ? sentinel : defender,
      agreedElsewhere: side === 'sentinel' ? defender : sentinel,
      overrules,
    } as WriteDecision,
  ];

  const ask = (n: number): Decision[] => [{ kind: 'ask', rule: row(n), field }];
  const policy = input.policy[field];

  const half = input.base[field] as { defender: never; sentinel: never } | undefined;
  if (half === undefined) {
    if (agreed) return adopt(10);
    if (policy === 'ask') return ask(16);
    return policy === 'defender' ? write(15, 'sentinel', 'sentinel') : write(11, 'defender', 'defender');
  }
  const defenderMoved = !rules.same(defender, half.defender);
  const isUntold = rules.isUntold?.(sentinel) === true;
  const sentinelMoved = !isUntold && !rules.same(sentinel, half.sentinel);
  if (!defenderMoved && !sentinelMoved) return [];
  // What Sentinel does not tell agrees with everything, but must not swallow an edit.
  const isCarried = isUntold ? rules.same(rules.toSentinel(defender, sentinel), sentinel) : agreed;
  if (!sentinelMoved) return isCarried ? adopt(1) : write(2, 'sentinel', null);
  if (!defenderMoved) return agreed ? adopt(3) : write(4, 'defender', null);
  if (agreed) return adopt(5);

  const moves = bothMoves(input, field);
  if (moves.defender.machine) return write(9, 'defender', 'defender');
  if (policy === 'sentinel') return write(12, 'defender', 'defender');
  if (policy === 'defender') return write(13, 'sentinel', 'sentinel');
  if (policy === 'ask') return ask(14);
  const later = whoIsLater(moves.defender, moves.sentinel, input.clockSkewSeconds);
  if (later === 'defender') return write(6, 'sentinel', 'sentinel');
  if (later === 'sentinel') return write(7, 'defender', 'defender');
  return write(8, 'defender', 'defender');
}

/**
 * Tags never conflict: what either side added or removed since the base happens on the other one too. When both
 * moved, each write settles only what it carries, so that the other one is still seen if it has to be decided
 * again: a half of the base is the old half with just the carried change applied.
 */
function planTags(input: PlanInput): Decision[] {
  const defender = input.defender.incident.tags;
  const sentinel = input.sentinel.incident.tags;
  const base = input.base.tags ?? { defender: [], sentinel: [] };
  const first = input.base.tags === undefined;
  const defenderMoved = first || !sameTags(defender, base.defender);
  const sentinelMoved = first || !sameTags(sentinel, base.sentinel);
  if (!defenderMoved && !sentinelMoved) return [];

  const forSentinel = mergeTags(sentinel, defender, base.defender);
  const forDefender = mergeTags(defender, sentinel, base.sentinel);
  const row = first ? 10 : defenderMoved && sentinelMoved ? 5 : defenderMoved ? 1 : 3;
  const carry = { kind: 'write', rule: `T${row + 1}`, field: 'tags', overrules: null } as const;
  const writes: WriteDecision[] = [];
  if (!sameTags(forSentinel, sentinel))
    writes.push({
      ...carry,
      side: 'sentinel',
      value: forSentinel,
      expected: sentinel,
      agreedHere: mergeTags(base.sentinel, defender, base.defender),
      agreedElsewhere: defender,
    });
  if (!sameTags(forDefender, defender))
    writes.push({
      ...carry,
      side: 'defender',
      value: forDefender,
      expected: defender,
      agreedHere: mergeTags(base.defender, sentinel, base.sentinel),
      agreedElsewhere: sentinel,
    });
  return writes.length > 0 ? writes : [{ kind: 'adopt', rule: `T${row}`, field: 'tags' }];
}

function bothMoves(input: PlanInput, field: Field): { defender: Move; sentinel: Move } {
  const moveOf = (side: PlanSide): Move =>
    side.moves[field] ?? {
      after: side.incident.createdAt,
      by: side.incident.modifiedAt,
      exact: false,
      machine: false,
    };
  return { defender: moveOf(input.defender), sentinel: moveOf(input.sentinel) };
}
