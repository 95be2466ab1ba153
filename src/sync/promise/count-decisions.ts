import type { Intent, NewIntent } from '../intent.ts';
import type { RuleMessage } from '../rule-trail.ts';

/**
 * How many decisions these are, as the brake counts them: each value to be written, each merge with all it brings, the
 * comments of an incident together, each retelling in Sentinel that goes over somebody's words, and what a rule does on
 * account of one event, messages included. Twins, bookmarks and what Defender tells anew are not counted.
 */
export function countDecisions(intents: readonly Intent[], messages: readonly RuleMessage[]): number {
  const decisions = intents.flatMap((intent) => decisionOf(intent) ?? []);
  return new Set([...decisions, ...messages.map(({ actionId }) => ruleAction(actionId))]).size;
}

/** Whether the brake has something to say of it at all. */
export function isCounted({ work, rule }: Pick<NewIntent, 'work' | 'rule'>): boolean {
  return kindOf(work, rule) !== null;
}

/** Decisions of the same name are one. */
function decisionOf({ id, link, side, work, rule, cause, actionId }: Intent): string | null {
  if (cause === 'rule') return ruleAction(actionId);
  const kind = kindOf(work, rule);
  return kind === 'value' ? `value/${id}` : kind === null ? null : `${kind}/${link}/${kind === 'text' ? side : ''}`;
}

function kindOf(work: Intent['work'], rule: string): 'value' | 'merge' | 'comments' | 'text' | null {
  switch (work.kind) {
    case 'field':
      return rule === 'M1' ? 'merge' : 'value';
    case 'comment':
      return 'comments';
    case 'story':
      return work.lost === undefined ? null : 'text';
    case 'create':
    case 'alerts':
      return null;
    default:
      return work satisfies never;
  }
}

function ruleAction(actionId: string | null): string {
  return `rule/${actionId}`;
}
