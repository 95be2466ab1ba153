import type { Owner } from '../../incident/person.ts';
import type { Severity } from '../../incident/severity.ts';
import type { Side } from '../../incident/side.ts';
import type { State } from '../../incident/state.ts';
import type { IncidentEvent } from '../history/event.ts';
import type { QuestionView } from '../incident-view.ts';
import type { RehearsalReport, Trouble } from './desk.ts';
import type { Digest } from './digest.ts';

/** What a notice is about, as it was last known: enough to draw it, also once it is over. */
export type NoticeSubject =
  | { kind: 'trouble'; trouble: Trouble }
  | { kind: 'rehearsal'; report: RehearsalReport }
  /** Never told anew: the row is what makes it sent once. */
  | { kind: 'digest'; digest: Digest }
  | NudgeSubject
  | PageSubject
  | HandoverSubject
  | NewsSubject
  | {
      kind: 'conflict';
      incident: number;
      title: string;
      question: QuestionView;
      /** What it is drawn from may have changed since that version. */
      reconfirmVersion: number;
      readOnly: boolean;
    };

/** What people are reminded of in an incident's thread: a deadline that is near or missed, or that nobody touched it. */
export interface NudgeSubject {
  kind: 'nudge';
  incident: number;
  title: string;
  nudge: Nudge;
}

export type Nudge =
  | { step: 'near' | 'missed'; what: 'acknowledge' | 'close'; dueAt: string; severity: Severity }
  | { step: 'stale'; since: string };

/** Somebody is told of an incident that nobody acknowledged. */
export interface PageSubject {
  kind: 'page';
  incident: number;
  title: string;
  severity: Severity;
  /** `mention`: in the incident's thread. `direct`: in their own chat. `lead`: to whoever leads. */
  step: 'mention' | 'direct' | 'lead';
  /** In the thread of the incident, where they are mentioned; otherwise in their own chat. */
  inThread: boolean;
  person: { name: string; objectId: string };
  openedAt: string;
  /** Sides that could not be asked whether somebody is at it. */
  unread: Side[];
  /** Until when what the sides said counts (ISO 8601): a page that was not sent by then is looked at again first. */
  freshUntil?: string;
  /** Somebody who could not be written to in a chat of their own, and why. */
  unreached?: { name: string; reason: string };
}

/** Whoever takes over is told what is open. */
export interface HandoverSubject {
  kind: 'handover';
  person: string;
  until: string | null;
  /** The most severe first; not all of them where there are many. */
  open: { incident: number; title: string; severity: Severity; owner: string | null; acknowledged: boolean }[];
  total: number;
}

/** What people must notice of an incident, told in its thread: the row is what makes it said once. */
export interface NewsSubject {
  kind: 'news';
  incident: number;
  title: string;
  news: News;
}

export interface News {
  what:
    | { kind: 'assigned'; to: Owner }
    | { kind: 'raised'; to: Severity }
    | { kind: 'closed'; as: State }
    | { kind: 'reopened' };
  /** ISO 8601. */
  at: string;
  /** Where it was done, and by whom as far as is known. */
  origin: IncidentEvent['origin'];
  by: string | null;
}

/** A message about something that begins and ends: posted once, kept true meanwhile, and edited when it is over. */
export interface Notice {
  /** Ours, random; the HMAC in the message's buttons is bound to it. */
  id: string;
  /** What it is about. The same thing has the same key in every life of the process. */
  key: string;
  conversationId: string;
  subject: NoticeSubject;
  /** Grows whenever what it tells changes. */
  version: number;
  /** When it was over; null while it goes on. */
  endedAt: string | null;
  /** How somebody here ended it, in a sentence; null where nobody did. */
  outcome: string | null;
  /** The conversation to edit it in (a channel's thread carries `;messageid=`); null until posted. */
  threadId: string | null;
  activityId: string | null;
  /** The version it shows; -1 until posted. */
  shownVersion: number;
  attempts: number;
  notBefore: string;
  /** Why the last post or edit failed. */
  error: string | null;
  createdAt: string;
}

/** The part of a notice that says what became of posting and editing it. */
export type NoticeDelivery = Pick<
  Notice,
  'id' | 'threadId' | 'activityId' | 'shownVersion' | 'attempts' | 'notBefore' | 'error'
>;

/** The rows behind notices. What they tell and how they are delivered is written apart, so neither undoes the other. */
export interface NoticeRecords {
  /** Adds the notice unless one of that key goes on in that conversation already. */
  ensureNotice(notice: Notice): Promise<void>;
  /** Tells one that goes on anew. */
  retellNotice(id: string, subject: NoticeSubject): Promise<void>;
  /** What these are about is over; those that were over already stay as they are. */
  endNotices(key: string, at: string): Promise<void>;
  /** Somebody here ended it: said on all of that key that do not say so yet, over or not. */
  concludeNotices(key: string, at: string, outcome: string): Promise<void>;
  /** These go on no more. Those that stand are left as they are; what was not posted until now never is. */
  retireNotices(ids: readonly string[], at: string): Promise<void>;
  saveNoticeDelivery(delivery: NoticeDelivery): Promise<void>;
  notice(id: string): Promise<Notice | null>;
  /** Those that go on, of one kind or of all, oldest first. */
  liveNotices(kind?: NoticeSubject['kind']): Promise<Notice[]>;
  /** Those that go on and whose keys begin so. */
  liveNoticesUnder(prefix: string): Promise<Notice[]>;
  /** Those that share a message, over or not, oldest first. */
  noticesShownIn(conversationId: string, activityId: string): Promise<Notice[]>;
  /** Those that do not show what they should, oldest first. */
  outdatedNotices(limit: number): Promise<Notice[]>;
}
