import { compareSeverity } from '../incident/severity.ts';
import { openingsOf } from '../sync/history/openings.ts';
import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import { newNotice } from '../sync/ports/new-notice.ts';
import type { HandoverSubject } from '../sync/ports/notice-records.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import type { OncallPerson, Turn } from '../sync/ports/oncall.ts';
import type { PresentRota } from './create-oncall-desk.ts';
import { quietUntil } from './quiet-hours.ts';

export interface HandoverOptions {
  oncall: Pick<PresentRota, 'rota'>;
  desk: Pick<Desk, 'list'>;
  chat: Pick<ChatRecords, 'liveNoticesUnder' | 'retireNotices'>;
  histories: Pick<HistoryRecords, 'history'>;
  steps: StepRecords;
  /** Where the handover to that person is told; null where it cannot be now. */
  placeFor(person: OncallPerson): Promise<Conversation | null>;
  clock: Clock;
  onTold(): void;
}

/** Written when handovers are first told. */
const BEGUN = 'oncall/handovers';
const MOST_LISTED = 10;
const MOST_LOOKED_AT = 500;

/**
 * The work that tells who takes over what is open: call it every now and then. Each turn is told once, whatever crashes,
 * and not before somebody else's turn was over.
 */
export function createHandoverTeller(options: HandoverOptions): () => Promise<void> {
  const { oncall, steps, clock } = options;
  return async () => {
    const now = clock.now().getTime();
    await steps.takeStep({ key: BEGUN, incident: null, at: isoNow(clock) }, {});
    const begun = await steps.step(BEGUN);
    const rota = await oncall.rota();
    const turn = rota.turnAt(now);
    if (turn === null || begun === null || turn.from < Date.parse(begun.at)) return;
    if (rota.turnAt(turn.from - 1)?.person.objectId === turn.person.objectId) return;
    const key = `handover/${turn.person.objectId}/${new Date(turn.from).toISOString()}`;
    if ((await steps.step(key)) === null) await tell(options, turn, key);
  };
}

async function tell(options: HandoverOptions, turn: Turn, key: string): Promise<void> {
  const { chat, steps, clock, placeFor, onTold } = options;
  const place = await placeFor(turn.person);
  if (place === null) return;
  const isQuiet = quietUntil(turn.person.quietHours, clock.now().getTime()) !== null;
  if (place.kind === 'personal' && isQuiet) return;
  const [at, subject] = [isoNow(clock), await subjectOf(options, turn)];
  const before = await chat.liveNoticesUnder('handover/');
  await steps.takeStep({ key, incident: null, at }, { notices: [newNotice(key, place.id, subject, at)] });
  await chat.retireNotices(
    before.map(({ id }) => id),
    at,
  );
  onTold();
}

async function subjectOf({ desk, histories }: HandoverOptions, { person, until }: Turn): Promise<HandoverSubject> {
  const { incidents, total } = await desk.list({ open: true, limit: MOST_LOOKED_AT, offset: 0 });
  const worst = incidents.toSorted((a, b) => compareSeverity(b.severity, a.severity)).slice(0, MOST_LISTED);
  const open = await Promise.all(
    worst.map(async ({ number: incident, title, severity, owner }) => {
      const history = await histories.history(incident);
      const opening = history === null ? undefined : openingsOf(history).at(-1);
      const name = owner === null ? null : (owner.name ?? owner.upn ?? owner.objectId);
      return { incident, title, severity, owner: name, acknowledged: opening?.acknowledged != null };
    }),
  );
  const end = Number.isFinite(until) ? new Date(until).toISOString() : null;
  return { kind: 'handover', person: person.name, until: end, open, total };
}
