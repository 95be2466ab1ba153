import type { Field, FieldValues } from '../incident/incident.ts';
import type { Side } from '../incident/side.ts';
import type { DefenderStory, Overruled, Story } from './link.ts';

/** Write this value of this field. */
export type FieldWork = {
  [F in Field]: {
    kind: 'field';
    field: F;
    value: FieldValues[F];
    /** What the side held when this was decided; absent: whatever it holds is written over. */
    expected?: FieldValues[F];
    /** It was asked for elsewhere, so nothing was expected here: what the side holds is judged by its time. */
    byTime?: true;
    /** Asked of this side only, because the other has no incident yet: it learns of it as of anybody's edit. */
    alone?: true;
    /** Tags asked for in chat: the list without what people changed of it, which is all that is to be laid over others. */
    changedFrom?: string[];
    /** Tags asked of both sides: this side's half of the base when they were asked for. */
    agreedBefore?: FieldValues[F];
    /** This side's half of the base once written; absent: whatever the side then shows. */
    agreedHere?: FieldValues[F];
    /** The other side's half of the base once written; absent: left as it is. */
    agreedElsewhere?: FieldValues[F];
    /** The change this write overrules, to be told to people once it is promised. */
    overruled?: Overruled;
  };
}[Field];

/** Make the Sentinel twin. */
export interface CreateWork {
  kind: 'create';
  /** What Defender held and what was sent for it at the last attempt; null before the first. */
  attempted: { source: FieldValues; drafted: FieldValues } | null;
}

/** Put a comment of the ledger on this side. */
export interface CommentWork {
  kind: 'comment';
  /** Of the ledger, or the roll-up's own. */
  commentId: string;
  /** It was tried to put it into the roll-up. */
  viaRollUp?: true;
  /** Sentinel's time stamp of the incident when it was refused because there were as many comments as it takes. */
  fullAt?: string;
}

/** Retell Defender's title and description in Sentinel. What to write is read when it is written. */
export interface StoryWork {
  kind: 'story';
  /** What Sentinel told instead, last: the audit has it. */
  lost?: Story;
  /** What Defender told when Sentinel would not take it. */
  refused?: DefenderStory;
}

/** Write the incident's alerts as bookmarks in Sentinel. Which ones, the ledger of bookmarks says. */
export interface AlertsWork {
  kind: 'alerts';
}

export type Work = FieldWork | CreateWork | CommentWork | StoryWork | AlertsWork;

/** Why something is written: a person asked in chat, an automation rule did, or the sync carries a change. */
export type Cause = 'person' | 'rule' | 'sync';

/**
 * - `proposed`: decided, but not promised: the connection is held, observes only, or leaves it to Microsoft's own sync
 * - `open`: promised, not written yet
 * - `done`: written and verified, or found already so
 * - `superseded`: replaced by a newer intent, or decided again on fresher facts
 * - `overruled`: a person's edit elsewhere was later
 * - `dead`: the side will not take it; a person must look
 */
export type IntentState = 'proposed' | 'open' | 'done' | 'superseded' | 'overruled' | 'dead';

/**
 * How far a decision has come past the brake:
 * - `uncounted`: it stops where it is until a cycle has counted it
 * - `counted`: it was within the limit, or an admin is asked about it, or the brake does not count its kind
 * - `approved`: an admin said go to it, so no later brake takes it back
 */
export type Passage = 'uncounted' | 'counted' | 'approved';

/** The higher, the sooner, among the heads of the queues. */
export const PRIORITY = { person: 30, repair: 25, carry: 20, backfill: 10, alerts: 5 } as const;

/** The `notBefore` of what waits for something else than a time, and must not be sent meanwhile. */
export const HELD = '9999-12-31T00:00:00.000Z';

/** A write we have promised. */
export interface Intent {
  id: number;
  link: number;
  side: Side;
  work: Work;
  /** The row of the decision table that asked for it. */
  rule: string;
  cause: Cause;
  /** The chat action, or the rule's answer to one event, that it belongs to. */
  actionId: string | null;
  /** When the person (or the rule) acted; decides between their click and an edit we had not seen. */
  actedAt: string | null;
  priority: number;
  state: IntentState;
  passage: Passage;
  attempts: number;
  /** Not to be tried before (ISO 8601). */
  notBefore: string;
  /** When the last attempt began whose outcome is not known. */
  inDoubtSince: string | null;
  /** Why the last attempt failed, in words for people. */
  error: string | null;
  createdAt: string;
  settledAt: string | null;
}

/** A promised comment. */
export type CommentIntent = Intent & { work: CommentWork };

/** A promised field value. */
export type FieldIntent = Intent & { work: FieldWork };

export type NewIntent = Pick<
  Intent,
  'link' | 'side' | 'work' | 'rule' | 'cause' | 'actionId' | 'actedAt' | 'priority'
> & {
  /** `open` unless said otherwise. */
  state?: 'proposed' | 'open';
  /** `uncounted` unless said otherwise. */
  passage?: Passage;
  /** A proposal is none of drift before this; now unless said otherwise. */
  notBefore?: string;
};
