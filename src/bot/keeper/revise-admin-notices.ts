import type { ChatRecords, Conversation } from '../../sync/ports/chat-records.ts';
import { isoNow } from '../../sync/ports/clock.ts';
import type { Clock } from '../../sync/ports/clock.ts';
import type { ConnectionStatus, Desk } from '../../sync/ports/desk.ts';
import type { NoticeSubject } from '../../sync/ports/notice-records.ts';
import type { AdminPlaces } from '../admin-places.ts';
import type { Logger } from '../logger.ts';
import { gatherTroubles } from './gather-troubles.ts';
import { lostConversations } from './lost-conversations.ts';
import { newNotice, tellsTheSame } from '../../sync/ports/new-notice.ts';

export interface AdminNoticeServices {
  desk: Pick<Desk, 'status' | 'troubles' | 'rehearsals'>;
  chat: Pick<ChatRecords, 'ensureNotice' | 'retellNotice' | 'endNotices' | 'liveNotices' | 'bindings' | 'conversation'>;
  admins: AdminPlaces;
  clock: Clock;
  logger: Logger;
}

type AdminSubject = Extract<NoticeSubject, { kind: 'trouble' | 'rehearsal' }>;

interface Told {
  key: string;
  subject: AdminSubject;
  places: Conversation[];
}

/** The key of a rehearsal's notice. */
export function rehearsalKey(connectionId: string): string {
  return `rehearsal/${connectionId}`;
}

/**
 * Brings the rows about troubles and rehearsals in step with what the desk tells: new ones are added in every place
 * admins are told, changed ones told anew, and those that are over ended. Posting comes later.
 * @param unheard keys of what nobody could be told; logged once each
 */
export async function reviseAdminNotices(services: AdminNoticeServices, unheard: Set<string>): Promise<void> {
  const { desk, chat, admins, clock, logger } = services;
  const now = isoNow(clock);
  const live = (await chat.liveNotices()).filter(({ subject }) => isForAdmins(subject));
  const troubles = gatherTroubles(
    [...(await desk.troubles()), ...(await lostConversations(chat, now))],
    new Set(live.map(({ key }) => key)),
  );
  const told: Told[] = [];
  for (const trouble of troubles)
    told.push({ key: trouble.key, subject: { kind: 'trouble', trouble }, places: await admins.forTroubles() });
  for (const report of await desk.rehearsals())
    told.push({
      key: rehearsalKey(report.connectionId),
      subject: { kind: 'rehearsal', report },
      places: await admins.forReports(),
    });

  for (const { key, subject, places } of told) {
    for (const { id } of places) await chat.ensureNotice(newNotice(key, id, subject, now));
    if (places.length > 0) unheard.delete(key);
    else if (!unheard.has(key)) {
      unheard.add(key);
      const remedy =
        admins.channelId === null ? ': set ADMIN_CHANNEL' : ' yet: add the app to the team of ADMIN_CHANNEL';
      logger.error({ notice: key, about: sentenceOf(subject) }, `no admin can be told${remedy}`);
    }
  }

  const status = await desk.status();
  for (const notice of live) {
    const present = told.find(({ key }) => key === notice.key);
    if (present === undefined) {
      if (!mayGoOn(notice.subject, status)) await chat.endNotices(notice.key, now);
      continue;
    }
    const subject = withEarliestSince(present.subject, notice.subject);
    if (!tellsTheSame(subject, notice.subject)) await chat.retellNotice(notice.id, subject);
  }
}

/**
 * A side that was not reached since this process started, or just failed again, has not recovered, though it did not
 * fail often enough (yet) to be a trouble. One that answers again is down no more, whatever holds its cursor.
 */
function mayGoOn(subject: NoticeSubject, status: readonly ConnectionStatus[]): boolean {
  if (subject.kind !== 'trouble') return false;
  const { connectionId, cause } = subject.trouble;
  if (cause.kind !== 'side' && cause.kind !== 'cursor') return false;
  const sides = status.find((one) => one.connectionId === connectionId)?.sides ?? [];
  const health = sides.find(({ side }) => side === cause.side);
  if (health === undefined) return false;
  if (health.fault === null) return health.lastSuccessAt === null;
  return cause.kind === 'cursor' || health.held === 0;
}

/** A process that was started in the middle of a trouble knows it from then on only. */
function withEarliestSince(subject: AdminSubject, before: NoticeSubject): AdminSubject {
  if (subject.kind !== 'trouble' || before.kind !== 'trouble') return subject;
  const { since } = before.trouble;
  return since < subject.trouble.since ? { ...subject, trouble: { ...subject.trouble, since } } : subject;
}

function sentenceOf(subject: AdminSubject): string {
  return subject.kind === 'trouble' ? subject.trouble.sentence : 'a rehearsal waits for sync go';
}

function isForAdmins({ kind }: NoticeSubject): boolean {
  return kind === 'trouble' || kind === 'rehearsal';
}
