import type { NoticeSubject } from '../sync/ports/notice-records.ts';

/** What is told in the thread of an incident, where that has one. */
export type ReplySubject = Extract<NoticeSubject, { kind: 'conflict' | 'nudge' | 'news' | 'page' }>;

/** Whether a notice is a reply in an incident's thread; any other begins a thread of its own. */
export function isReply(subject: NoticeSubject): subject is ReplySubject {
  if (subject.kind === 'page') return subject.inThread;
  return subject.kind === 'conflict' || subject.kind === 'nudge' || subject.kind === 'news';
}
