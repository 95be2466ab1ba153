import type { FieldValues } from '../incident/incident.ts';
import type { RuleAsk, RuleRefusal } from '../sync/act/rule-ask.ts';
import { ruleField } from '../sync/act/rule-fields.ts';
import type { RuleField } from '../sync/act/rule-fields.ts';
import { answersTo, speaksOf } from './match-rule.ts';
import type { Occurrence } from './match-rule.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';

/** What one rule wants done. */
export interface RulePlan {
  rule: string;
  asks: RuleAsk[];
  refused: { ask: RuleAsk; code: RuleRefusal }[];
}

/** Says why a rule may not set a field; null when it may. */
export type Objection = (rule: string, ask: RuleAsk, asked: RuleField) => RuleRefusal | null;

/**
 * What the rules want done about an event, in the order of the file: a later rule sees what the earlier ones set, and
 * one that says `stop` is the last. What would change nothing is left out. Pure.
 * @param occurrence null: every rule is asked, whatever it waits for
 */
export function planRules(
  rules: readonly Rule[],
  occurrence: Occurrence | null,
  subject: Subject,
  objection: Objection = () => null,
): RulePlan[] {
  const plans: RulePlan[] = [];
  let seen = subject;
  for (const rule of rules) {
    if (occurrence !== null && !answersTo(rule, occurrence)) continue;
    if (!speaksOf(rule, seen)) continue;
    const plan: RulePlan = { rule: rule.name, asks: [], refused: [] };
    for (const ask of rule.asks) {
      const asked = ruleField(ask, seen, rule.name);
      if (asked === null && ask.kind !== 'comment' && ask.kind !== 'notify') continue;
      const code = asked === null ? null : objection(rule.name, ask, asked);
      if (code !== null) plan.refused.push({ ask, code });
      else plan.asks.push(ask);
      if (code === null && asked !== null) seen = { ...seen, ...valuesOf(asked, seen) };
    }
    if (plan.asks.length > 0 || plan.refused.length > 0) plans.push(plan);
    if (rule.stop) break;
  }
  return plans;
}

/** As the side spells it that people are shown first. */
function valuesOf({ field, values }: RuleField, { onDefender }: Subject): Partial<FieldValues> {
  return { [field]: onDefender ? values.defender : values.sentinel };
}
