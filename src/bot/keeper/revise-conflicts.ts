import type { ChatRecords } from '../../sync/ports/chat-records.ts';
import { isoNow } from '../../sync/ports/clock.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import type { Desk } from '../../sync/ports/desk.ts';
import { conflictKey, conflictsOf } from '../conflict-subject.ts';
import { newNotice, tellsTheSame } from '../../sync/ports/new-notice.ts';

export interface ConflictServices {
  desk: Pick<Desk, 'view'>;
  chat: Pick<ChatRecords, 'bindings' | 'cardsOf' | 'ensureNotice' | 'retellNotice' | 'endNotices' | 'liveNotices'>;
  clock: Clock;
}

/**
 * Brings the rows about the conflicts of these incidents in step with what they are: somebody is asked in every thread
 * that was begun for the incident, with the values as they are now, until the facts or somebody have answered.
 */
export async function reviseConflicts(
  { desk, chat, clock }: ConflictServices,
  numbers: Iterable<number>,
): Promise<void> {
  const live = (await chat.liveNotices('conflict')).flatMap((notice) =>
    notice.subject.kind === 'conflict' ? [{ ...notice, subject: notice.subject }] : [],
  );
  const bound = new Set((await chat.bindings()).map(({ conversationId }) => conversationId));
  const now = isoNow(clock);
  for (const number of numbers) {
    const view = await desk.view(number);
    if (view === null) continue;
    const conflicts = new Map(conflictsOf(view).map((subject) => [conflictKey(number, subject.question), subject]));
    const asked = conflicts.size === 0 ? [] : await chat.cardsOf(number);
    for (const { kind, conversationId } of asked) {
      if (kind !== 'root' || !bound.has(conversationId)) continue;
      for (const [key, subject] of conflicts) await chat.ensureNotice(newNotice(key, conversationId, subject, now));
    }
    for (const notice of live.filter(({ subject }) => subject.incident === number)) {
      const present = conflicts.get(notice.key);
      if (present === undefined) await chat.endNotices(notice.key, now);
      else if (!tellsTheSame(present, notice.subject)) await chat.retellNotice(notice.id, present);
    }
  }
}

/** The incidents somebody is being asked about. */
export async function askedAbout(chat: Pick<ChatRecords, 'liveNotices'>): Promise<number[]> {
  const live = await chat.liveNotices('conflict');
  return live.flatMap(({ subject }) => (subject.kind === 'conflict' ? [subject.incident] : []));
}
