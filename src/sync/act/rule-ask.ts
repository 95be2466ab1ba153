import type { Owner } from '../../incident/person.ts';
import type { WritableSeverity } from '../../incident/severity.ts';
import type { Classification, Determination } from '../../incident/state.ts';

/** What an automation rule can ask for. */
export type RuleAsk =
  | { kind: 'assign'; to: Owner | null }
  | { kind: 'severity'; severity: WritableSeverity }
  | { kind: 'tags'; add: readonly string[]; remove: readonly string[] }
  /** Says nothing to an incident that is closed. */
  | { kind: 'activate' }
  | { kind: 'close'; classification: Classification; determination: Determination | null; note: string | null }
  | { kind: 'comment'; text: string }
  /** `text` is empty where the rule has no words of its own. */
  | { kind: 'notify'; conversationId: string; text: string };

/** Why an ask of a rule is not done. It stands in the audit as `refused:<code>`. */
export type RuleRefusal =
  /** A person's wish for that field is on its way. */
  | 'person'
  /** Somebody put back what the rule had set, and it is that very change the rule would answer to. */
  | 'putBack'
  /** The field goes to and fro, and is left alone. */
  | 'frozen'
  /** The list would be longer, or a tag, than the systems take. */
  | 'tooLong'
  /** The rule has acted on this incident so often lately that something must be answering it. */
  | 'tooOften';

/** What one rule does on account of one event. */
export interface RuleWish {
  /** The rule's name. */
  rule: string;
  /** Id of the event. */
  event: number;
  asks: readonly RuleAsk[];
  refused: readonly { ask: RuleAsk; code: RuleRefusal }[];
}
