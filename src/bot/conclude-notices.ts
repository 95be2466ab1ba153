import type { IncidentView } from '../sync/incident-view.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Ask, OrderResult } from '../sync/ports/desk.ts';
import type { NoticeSubject } from '../sync/ports/notice-records.ts';
import type { Caller } from './authorise.ts';
import { conflictKey } from './conflict-subject.ts';
import type { Services } from './services.ts';

/** Somebody answered a conflict: said on its card in every thread, in the sentence the audit has. */
export async function concludeConflict(
  { chat, clock }: Pick<Services, 'chat' | 'clock'>,
  { person }: Caller,
  { field, side }: Extract<Ask, { kind: 'keep' }>,
  { before, after }: { before: IncidentView; after: IncidentView },
): Promise<void> {
  const question = before.questions.find((one) => one.field === field);
  if (question === undefined) return;
  const kept = `Kept: ${question[side]}, chosen by ${person.name}.`;
  const sentence = after.overruled[0] === before.overruled[0] ? kept : (after.overruled[0] ?? kept);
  await chat.concludeNotices(conflictKey(before.number, question), isoNow(clock), sentence);
}

/** An admin said go: said on the cards about the rehearsals and the stops that ended with it, and on no others. */
export async function concludeGo(
  { chat, clock }: Pick<Services, 'chat' | 'clock'>,
  { person }: Caller,
  results: readonly OrderResult[],
): Promise<void> {
  const outcome = `${person.name} said "sync go".`;
  for (const { key, subject } of await chat.liveNotices()) {
    const about = orderedAbout(subject);
    const result = results.find(({ connectionId }) => connectionId === about?.connectionId);
    if (about !== null && result?.ended.includes(about.hold) === true)
      await chat.concludeNotices(key, isoNow(clock), outcome);
  }
}

/** The hold a card is about that go ends; null where it is about something else. */
export function orderedAbout(
  subject: NoticeSubject,
): { connectionId: string | null; hold: OrderResult['ended'][number] } | null {
  if (subject.kind === 'rehearsal') return { connectionId: subject.report.connectionId, hold: 'rehearsal' };
  if (subject.kind !== 'trouble' || subject.trouble.cause.kind !== 'hold') return null;
  return { connectionId: subject.trouble.connectionId, hold: subject.trouble.cause.hold };
}
