/**
 * Nudges and replies about an incident are held back in a conversation until then. What people do is still shown on
 * its card, and no clock stops: deadlines and escalation go on.
 */
export interface Snooze {
  incident: number;
  /** Without `;messageid=`. */
  conversationId: string;
  /** ISO 8601, UTC. */
  until: string;
  /** Who asked for it. */
  byName: string;
  byObjectId: string;
}

export interface SnoozeRecords {
  /** Takes the place of an earlier one there. */
  snooze(snooze: Snooze): Promise<void>;
  /** Ends it; false when there was none. */
  endSnooze(incident: number, conversationId: string): Promise<boolean>;
  /** What holds the incident's thread back at that time (ISO 8601); null when nothing does. */
  snoozeOf(incident: number, conversationId: string, now: string): Promise<Snooze | null>;
}
