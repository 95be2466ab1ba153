import type { Bookmark } from './ports/side-port.ts';

/**
 * An alert that is, or is to be, a bookmark in Sentinel. Sentinel's API makes neither alerts nor entities, so this is
 * how they get there; the ledger is what makes each of them one bookmark, written again only when it changed.
 */
export interface LedgerBookmark {
  link: number;
  alertId: string;
  /** What is to be written; null once it is. */
  content: Bookmark | null;
  /** Of the content last wanted. */
  hash: string;
  /** It was written and tied to the incident. */
  isTied: boolean;
  /**
   * Why Sentinel does not take this content, and when it said so (ISO 8601). Passing: what it answered cannot be read, so
   * that it is tried again by itself.
   */
  refusal: { reason: string; at: string; isPassing?: true } | null;
}

/** What Sentinel ties to an incident at most (service limits). */
export const MOST_BOOKMARKS = 20;
