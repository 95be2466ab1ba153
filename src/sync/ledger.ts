import type { Side } from '../incident/side.ts';

/** A comment Dragoman knows of, wherever it came from. The ledger is what makes comments cross exactly once. */
export interface LedgerComment {
  /** UUIDv5 of connection, side and source: the same comment has the same id in every life of the process. */
  id: string;
  link: number;
  /** `merged`: taken over from an incident that was folded into this one. */
  origin: Side | 'chat' | 'rule' | 'merged';
  /** Who wrote it, as the origin names them. */
  author: string;
  /** The text as written at its origin. */
  text: string;
  /** The text as carried to the other side(s): with its author named, and within the length limit. */
  carriedText: string;
  /** A text over the limit is carried in numbered parts, each an entry of its own; 1 is the comment itself. */
  part: number;
  /** A new text of a comment the ledger knows already: its side counts no comment more. */
  isEdit: boolean;
  createdAt: string;
  onDefender: boolean;
  onSentinel: boolean;
  /** Sentinel has it as an entry of the roll-up, not as a comment of its own. */
  inRollUp: boolean;
  /** A comment we put into Sentinel, as Sentinel shows it; null where that is the carried text. */
  shownText: string | null;
}

/**
 * How many comments of the ledger a side itself counts: a later part exists only where it was carried to, and the
 * roll-up is one comment, however many are in it.
 */
export function countOn(comments: LedgerComment[], side: Side): number {
  const held = comments.filter((comment) => isOn(comment, side));
  const alone = held.filter((comment) => side === 'defender' || !comment.inRollUp);
  const counted = alone.filter((comment) => (comment.part === 1 && !comment.isEdit) || comment.origin !== side);
  return counted.length + (alone.length < held.length ? 1 : 0);
}

/** Whether the side is known to hold the comment. */
export function isOn(comment: LedgerComment, side: Side): boolean {
  return side === 'defender' ? comment.onDefender : comment.onSentinel;
}
