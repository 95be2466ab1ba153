import { latestTimes, nextTime } from '../schedule/cron-times.ts';
import { createIncidentWatch } from '../schedule/watch-incidents.ts';
import type { IncidentWatch } from '../schedule/watch-incidents.ts';
import { openingsOf } from '../sync/history/openings.ts';
import type { Opening } from '../sync/history/openings.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import { newNotice } from '../sync/ports/new-notice.ts';
import type { Nudge, NudgeSubject } from '../sync/ports/notice-records.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import { planNudges } from './plan-nudges.ts';
import type { NudgePlan } from './plan-nudges.ts';
import type { SlaPolicy } from './policy.ts';
import { threadsOf } from '../sync/threads-of.ts';

export interface DeadlineWatchOptions {
  policy: SlaPolicy;
  /** IANA name. */
  timeZone: string;
  desk: Pick<Desk, 'onChanged' | 'view' | 'readAfresh'>;
  chat: Pick<
    ChatRecords,
    | 'bindings'
    | 'cardsOf'
    | 'concludeNotices'
    | 'conversation'
    | 'expireCards'
    | 'liveNoticesUnder'
    | 'retireNotices'
    | 'snoozeOf'
  >;
  histories: HistoryRecords;
  steps: StepRecords;
  clock: Clock;
  logger: { error(fields: object, message: string): void };
  /** Something is to be said, or is over. */
  onTold(): void;
}

/** Written when deadlines are first watched. */
const BEGUN = 'sla/begun';
/** How soon a thread that is not there yet is looked for again. */
const AGAIN_MILLISECONDS = 30_000;
const RECENT_MILLISECONDS = 86_400_000;

/** What is to be said in one thread. */
interface Telling {
  key: string;
  conversationId: string;
  nudge: Nudge;
}

/**
 * Reminds people in an incident's threads of deadlines that are near or missed, and of what nobody touched: once each,
 * whatever crashes, not while a thread is snoozed, and only after both sides were asked whether it still holds.
 */
export function createDeadlineWatch(options: DeadlineWatchOptions): IncidentWatch {
  const { policy, timeZone, desk, chat, histories, steps, clock } = options;
  let begunAt: number | null = null;

  async function begin(): Promise<number> {
    const at = isoNow(clock);
    await steps.takeStep({ key: BEGUN, incident: null, at }, {});
    begunAt = Date.parse((await steps.step(BEGUN))?.at ?? at);
    return begunAt;
  }

  async function plan(incident: number): Promise<{ opening: Opening; plan: NudgePlan } | null> {
    const history = await histories.history(incident);
    const opening = history === null ? undefined : openingsOf(history).at(-1);
    if (opening === undefined) return null;
    const begun = begunAt ?? (await begin());
    const now = clock.now().getTime();
    const remindAt = policy.stale?.remindAt;
    const facts = {
      opening,
      now,
      begunAt: begun,
      remindedAt: remindAt === undefined ? null : (latestTimes(remindAt, timeZone, 1, now)[0] ?? null),
      nextReminder: (from: number) => (remindAt === undefined ? null : nextTime(remindAt, timeZone, from)),
    };
    return { opening, plan: planNudges(facts, policy) };
  }

  /** What was not said yet in some thread, and can be now; and when more of it can be. */
  async function tellings(incident: number, { due }: NudgePlan): Promise<{ ready: Telling[]; nextAt: number | null }> {
    if (due.length === 0) return { ready: [], nextAt: null };
    const threads = await threadsOf(chat, incident);
    const taken = await steps.stepsOf(incident);
    const ready: Telling[] = [];
    const waits = threads.length === 0 ? [clock.now().getTime() + AGAIN_MILLISECONDS] : [];
    for (const conversationId of threads) {
      const here = due.map(({ key, nudge }) => ({
        key: `sla/${incident}/${key}@${conversationId}`,
        conversationId,
        nudge,
      }));
      const unsaid = here.filter(({ key }) => !taken.has(key));
      if (unsaid.length === 0) continue;
      const snooze = await chat.snoozeOf(incident, conversationId, isoNow(clock));
      if (snooze === null) ready.push(...unsaid);
      else waits.push(Date.parse(snooze.until));
    }
    return { ready, nextAt: earliest(waits) };
  }

  /** Ends what was said and holds no more: with a word about how it ended, or where it did not, with none. */
  async function conclude(incident: number, opening: Opening, { due }: NudgePlan): Promise<void> {
    const holding = new Set(due.map(({ key }) => `sla/${incident}/${key}`));
    for (const { id, key, subject } of await chat.liveNoticesUnder(`sla/${incident}/`)) {
      if (holding.has(key.slice(0, key.indexOf('@')))) continue;
      const end = endOf((subject as NudgeSubject).nudge, opening, due);
      if (end === null) await chat.retireNotices([id], isoNow(clock));
      else await chat.concludeNotices(key, isoNow(clock), end);
      options.onTold();
    }
  }

  async function tell(incident: number, ready: readonly Telling[]): Promise<void> {
    const view = await desk.view(incident);
    if (view === null || view.standing !== 'linked' || !view.announced) return;
    for (const { key, conversationId, nudge } of ready) {
      const at = isoNow(clock);
      const subject: NudgeSubject = { kind: 'nudge', incident, title: view.title, nudge };
      await steps.takeStep({ key, incident, at }, { notices: [newNotice(key, conversationId, subject, at)] });
      options.onTold();
    }
  }

  async function attend(incident: number): Promise<number | null> {
    let found = await plan(incident);
    if (found === null) return null;
    let open = await tellings(incident, found.plan);
    if (open.ready.length > 0) {
      await desk.readAfresh(incident);
      await chat.expireCards([incident]);
      found = (await plan(incident)) ?? found;
      open = await tellings(incident, found.plan);
    }
    await conclude(incident, found.opening, found.plan);
    await tell(incident, open.ready);
    return earliest([found.plan.nextAt, open.nextAt]);
  }

  // What was closed in the last moments of another process is not open any more, and what was said of it is over.
  const recent = {
    openIncidents: () => histories.stirringSince(new Date(clock.now().getTime() - RECENT_MILLISECONDS).toISOString()),
  };
  return createIncidentWatch({ ...options, histories: recent, begin, attend });
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/**
 * How it ended that something was to be done, in a sentence; null where it did not end: what is near gives way to what
 * is missed, and yesterday's reminder to today's.
 */
function endOf(nudge: Nudge, { acknowledged, end, touchedAt }: Opening, due: NudgePlan['due']): string | null {
  if (end !== null) return end.by === 'merge' ? 'It was merged into another incident.' : 'It was closed.';
  if (nudge.step === 'stale') return touchedAt > Date.parse(nudge.since) ? 'Somebody is at it again.' : null;
  if (nudge.what === 'acknowledge' && acknowledged !== null)
    return acknowledged.by === null ? 'It was acknowledged.' : `It was acknowledged by ${acknowledged.by}.`;
  const gaveWay = due.some((one) => one.nudge.step === 'missed' && one.nudge.what === nudge.what);
  return gaveWay ? null : 'There is more time now.';
}
