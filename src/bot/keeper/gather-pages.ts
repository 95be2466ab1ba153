import type { ChatRecords } from '../../sync/ports/chat-records.ts';
import type { Notice, PageSubject } from '../../sync/ports/notice-records.ts';

/** Notices that are one message; all but pages are one each. */
export type MessageUnit = readonly [Notice, ...Notice[]];

/** A page that is a row of its own, though its message may be shared. */
export type PageNotice = Notice & { subject: PageSubject };

/** A page that was not sent while what it says counted: somebody may be at it by now. */
export function isStalePage({ subject, activityId }: Notice, now: number): boolean {
  return subject.kind === 'page' && activityId === null && Date.parse(subject.freshUntil ?? '') <= now;
}

/** Whether that is a page that goes on and was not sent. */
export function isUnsentPage(notice: Notice): notice is PageNotice {
  return notice.subject.kind === 'page' && notice.activityId === null && notice.endedAt === null;
}

export interface GatherOptions {
  chat: Pick<ChatRecords, 'noticesShownIn'>;
  /** Whether it may be sent now, as far as it goes by its own row. */
  isReady(notice: Notice): boolean;
  /** The thread it belongs in; undefined while there is none. */
  threadOf(notice: Notice): Promise<string | null | undefined>;
}

/**
 * What of the outdated notices of a conversation is one message: pages that stand in one are edited in one, and those
 * that are to be sent to one person in one place are sent in one. Everything else is by itself, in its order.
 */
export async function gatherPages(
  { chat, isReady, threadOf }: GatherOptions,
  outdated: readonly Notice[],
): Promise<MessageUnit[]> {
  const units: [Notice, ...Notice[]][] = [];
  const unsent = new Map<string, [Notice, ...Notice[]]>();
  const seen = new Set<string>();
  for (const notice of outdated) {
    const { id, subject, activityId, conversationId } = notice;
    if (seen.has(id)) continue;
    if (subject.kind === 'page' && activityId !== null) {
      const [first = notice, ...others] = await chat.noticesShownIn(conversationId, activityId);
      for (const one of [first, ...others]) seen.add(one.id);
      units.push([first, ...others]);
      continue;
    }
    const place = isUnsentPage(notice) && isReady(notice) ? await placeOf(notice, threadOf) : null;
    const together = place === null ? undefined : unsent.get(place);
    if (together !== undefined) together.push(notice);
    else {
      const unit: [Notice, ...Notice[]] = [notice];
      units.push(unit);
      if (place !== null) unsent.set(place, unit);
    }
  }
  return units;
}

/** Pages of the same place and person share a message; null where there is no place yet. */
export async function placeOf(notice: PageNotice, threadOf: GatherOptions['threadOf']): Promise<string | null> {
  const thread = await threadOf(notice);
  return thread === undefined ? null : `${thread ?? ''} ${notice.subject.person.objectId}`;
}
