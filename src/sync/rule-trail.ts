/** An automation rule acted on account of an event: once, whatever crashes. */
export interface RuleRun {
  connectionId: string;
  incident: number;
  /** The rule's name. */
  rule: string;
  /** Id of the event. */
  event: number;
  at: string;
}

/** A message an automation rule wants posted in a conversation. */
export interface RuleMessage {
  id: string;
  connectionId: string;
  incident: number;
  /** The rule's name. */
  rule: string;
  /** What else the rule does on account of the same event has the same one. */
  actionId: string;
  conversationId: string;
  /** The rule's own words; empty where it has none. */
  text: string;
  /** `proposed`: not promised yet, as with intents. `dead`: it cannot be posted, and will not be tried again. */
  state: 'proposed' | 'open' | 'sent' | 'dead';
  attempts: number;
  /** Not to be tried before (ISO 8601). */
  notBefore: string;
  /** Why the last attempt failed. */
  error: string | null;
  createdAt: string;
}
