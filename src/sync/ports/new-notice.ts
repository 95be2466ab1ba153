import { randomUUID } from 'node:crypto';
import type { Notice, NoticeSubject } from './notice-records.ts';

/** A notice that goes on and has not been posted. */
export function newNotice(key: string, conversationId: string, subject: NoticeSubject, now: string): Notice {
  return {
    id: randomUUID(),
    key,
    conversationId,
    subject,
    version: 0,
    endedAt: null,
    outcome: null,
    threadId: null,
    activityId: null,
    shownVersion: -1,
    attempts: 0,
    notBefore: now,
    error: null,
    createdAt: now,
  };
}

/** Whether two subjects tell the same. */
export function tellsTheSame(a: NoticeSubject, b: NoticeSubject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
