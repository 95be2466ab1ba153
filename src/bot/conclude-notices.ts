import type { IncidentView } from '../sync/incident-view.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Ask, OrderResult } from '../sync/ports/desk.ts';
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

/** An admin said go: said on the cards about the rehearsals and the stops that ended with it. */
export async function concludeGo(
  { chat, clock }: Pick<Services, 'chat' | 'clock'>,
  { person }: Caller,
  results: readonly OrderResult[],
): Promise<void> {
  const ended = new Set(results.filter(({ changed }) => changed).map(({ connectionId }) => connectionId));
  const outcome = `${person.name} said "sync go".`;
  for (const { key, subject } of await chat.liveNotices()) {
    const isHold = subject.kind === 'trouble' && subject.trouble.cause.kind === 'hold';
    const connectionId = isHold
      ? subject.trouble.connectionId
      : subject.kind === 'rehearsal'
        ? subject.report.connectionId
        : null;
    if (connectionId !== null && ended.has(connectionId)) await chat.concludeNotices(key, isoNow(clock), outcome);
  }
}
