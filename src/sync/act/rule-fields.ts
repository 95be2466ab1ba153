import type { Field, FieldValues } from '../../incident/incident.ts';
import { sameOwner } from '../../incident/person.ts';
import type { Pair } from '../../incident/side.ts';
import { openState } from '../../incident/state.ts';
import { foldTag, sameTags, uniqueTags } from '../../incident/tags.ts';
import { reasonFor } from '../../incident/translate-state.ts';
import type { RuleAsk } from './rule-ask.ts';

/** What a rule's ask makes of a field, spelt as each side spells it. */
export type RuleField = { [F in Field]: { field: F; values: Pair<FieldValues[F]> } }[Field];

/**
 * The field an ask sets, given the values the incident has or is about to have; null where it sets none, or sets what
 * is there already. What is closed is neither set active nor closed again: a rule reopens nothing.
 */
export function ruleField(ask: RuleAsk, present: FieldValues, rule: string): RuleField | null {
  const isClosed = present.state.status === 'closed';
  switch (ask.kind) {
    case 'assign':
      return sameOwner(present.owner, ask.to) ? null : { field: 'owner', values: onBoth(ask.to) };
    case 'severity':
      return present.severity === ask.severity ? null : { field: 'severity', values: onBoth(ask.severity) };
    case 'tags': {
      const removed = new Set(ask.remove.map(foldTag));
      const tags = uniqueTags([...present.tags.filter((tag) => !removed.has(foldTag(tag))), ...ask.add]);
      return sameTags(tags, present.tags) ? null : { field: 'tags', values: onBoth(tags) };
    }
    case 'activate':
      return present.state.status === 'new' ? { field: 'state', values: onBoth(openState('active')) } : null;
    case 'close': {
      if (isClosed) return null;
      const { classification, determination } = ask;
      const note = ask.note === null ? `Closed by the rule "${rule}"` : ruleSays(rule, ask.note);
      const reason = reasonFor(classification, determination);
      return {
        field: 'state',
        values: {
          defender: { status: 'closed', classification, determination, reason: null, note },
          sentinel: { status: 'closed', classification, determination: null, reason, note },
        },
      };
    }
    case 'comment':
    case 'notify':
      return null;
    default:
      return ask satisfies never;
  }
}

/** Both systems record the application as the author of what it writes, so the text names the rule. */
export function ruleSays(rule: string, text: string): string {
  return `Rule "${rule}": ${text}`;
}

function onBoth<T>(value: T): Pair<T> {
  return { defender: value, sentinel: value };
}
