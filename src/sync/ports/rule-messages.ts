import type { RuleMessage } from '../rule-trail.ts';

/** The messages automation rules want posted, for whoever posts them. */
export interface RuleMessages {
  /** Promised, not posted yet, and to be tried by `now` (ISO 8601); oldest first. */
  due(now: string, limit: number): Promise<RuleMessage[]>;
  /** The earliest time at which one can be tried, or null. */
  nextAt(): Promise<string | null>;
  save(message: RuleMessage): Promise<void>;
}

export type { RuleMessage };
