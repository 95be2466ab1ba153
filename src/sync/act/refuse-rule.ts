import { foldTag, tagFault } from '../../incident/tags.ts';
import { compareTimestamps } from '../../incident/timestamp.ts';
import type { RecordedEvent } from '../history/event.ts';
import type { Intent } from '../intent.ts';
import type { Link } from '../link.ts';
import type { RuleAsk, RuleRefusal } from './rule-ask.ts';
import type { RuleField } from './rule-fields.ts';

/** What a rule's ask is judged by. */
export interface RuleFacts {
  link: Link;
  /** What is wanted of both sides. */
  wanted: readonly Intent[];
  /** Everything that happened to the incident, oldest first. */
  history: readonly RecordedEvent[];
  /** The event the rule answers to. */
  event: RecordedEvent;
}

/** Why a rule may not set a field now; null when it may. */
export function refuseRule(facts: RuleFacts, rule: string, ask: RuleAsk, asked: RuleField): RuleRefusal | null {
  const { link, wanted } = facts;
  const { field } = asked;
  if (link.frozen[field] !== undefined) return 'frozen';
  const isPersons = ({ cause, state, work }: Intent) =>
    cause === 'person' && state === 'open' && work.kind === 'field' && work.field === field;
  if (field !== 'tags' && wanted.some(isPersons)) return 'person';
  if (ask.kind === 'tags' && tagFault(asked.values.defender as string[]) !== null) return 'tooLong';
  return isPutBack(facts, rule, ask, asked) ? 'putBack' : null;
}

/**
 * Whether the event is, or came in one breath with, somebody's taking back what this very rule had set. To set it again
 * would be a fight: with a person, who means it, or with an automation, which would answer for ever.
 */
function isPutBack({ history, event }: RuleFacts, rule: string, ask: RuleAsk, { field }: RuleField): boolean {
  const own = history.findLast((one) => one.origin === 'rule' && one.actorName === rule && one.field === field);
  if (own === undefined) return false;
  const isUndoing = (one: RecordedEvent) =>
    one.id > own.id && one.kind === 'changed' && one.field === field && !['rule', 'sync'].includes(one.origin);
  const undone = history.findLast((one) => isUndoing(one) && takesBack(one, ask));
  return undone !== undefined && compareTimestamps(event.at, undone.at) <= 0;
}

/** Of tags only those count that the rule adds or removes. */
function takesBack({ before, now }: RecordedEvent, ask: RuleAsk): boolean {
  if (ask.kind !== 'tags') return true;
  const has = (tags: unknown, tag: string) => (tags as string[]).some((one) => foldTag(one) === foldTag(tag));
  return (
    ask.add.some((tag) => has(before, tag) && !has(now, tag)) ||
    ask.remove.some((tag) => !has(before, tag) && has(now, tag))
  );
}
