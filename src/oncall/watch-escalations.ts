import { createIncidentWatch } from '../schedule/watch-incidents.ts';
import type { IncidentWatch } from '../schedule/watch-incidents.ts';
import { derivedId } from '../incident/comment.ts';
import type { Side } from '../incident/side.ts';
import { openingsOf } from '../sync/history/openings.ts';
import type { Opening } from '../sync/history/openings.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import type { ReachPerson, Turn } from '../sync/ports/oncall.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import type { PagingRecords } from '../sync/ports/paging-records.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import { concludeAlert, concludePages } from './conclude-pages.ts';
import type { PresentRota } from './create-oncall-desk.ts';
import { PAGE_STEPS } from './escalation.ts';
import { fellThroughKey, pageKey, pagesOf } from './page-keys.ts';
import { planPages } from './plan-pages.ts';
import type { PagePlan } from './plan-pages.ts';
import type { OncallPolicy } from './policy.ts';
import { quietUntil } from './quiet-hours.ts';
import { renewPage, renewalOf, unsentPages } from './renew-pages.ts';
import type { UnsentPage } from './renew-pages.ts';
import { FRESH_MILLISECONDS, takePage } from './take-page.ts';

export interface EscalationWatchOptions {
  policy: OncallPolicy;
  oncall: Pick<PresentRota, 'rota'>;
  /** Finds or opens the chat somebody has with the bot. */
  reach: ReachPerson;
  desk: Pick<Desk, 'onChanged' | 'view' | 'readAfresh'>;
  chat: Pick<
    ChatRecords,
    | 'bindings'
    | 'cardsOf'
    | 'concludeNotices'
    | 'conversation'
    | 'ensureNotice'
    | 'liveNoticesUnder'
    | 'retellNotice'
    | 'retireNotices'
  >;
  histories: HistoryRecords;
  steps: StepRecords;
  clock: Clock;
  logger: { error(fields: object, message: string): void };
  /** The outbox to the paging system; null where there is none. */
  paging?: Pick<PagingRecords, 'eventsOf' | 'addEvent'> | null;
  pages?: Pick<PageCounts, 'add'>;
  /** Something is to be said, or is over. */
  onTold(): void;
}

/** An incident as it is to be escalated now. */
interface Found {
  opening: Opening;
  plan: PagePlan & { nextAt: number };
  turn: Turn | null;
  fellThrough: boolean;
  dedupKey: string;
}

/** Written when incidents are first escalated. */
const BEGUN = 'oncall/begun';
/** How soon a place to tell somebody is looked for again, and whether what was promised was sent. */
const AGAIN_MILLISECONDS = 30_000;
const SOON_MILLISECONDS = 5_000;
const RECENT_MILLISECONDS = 86_400_000;
/** How long a side is waited for; less once one did not answer. A page must not wait for a system that is down. */
const PATIENCE_MILLISECONDS = 10_000;
const IMPATIENCE_MILLISECONDS = 2_000;
const IMPATIENT_FOR_MILLISECONDS = 60_000;
const AT_ONCE = 8;

/**
 * Tells whoever is on call of incidents that nobody acknowledged: in the thread, then in their own chat, then the lead.
 * Each step is taken once, whatever crashes, and only after both sides were asked whether somebody is at it by now; what
 * was promised and not sent for a while is asked about again. Neither a snooze nor a pause holds it.
 */
export function createEscalationWatch(options: EscalationWatchOptions): IncidentWatch {
  const { policy, oncall, reach, desk, chat, histories, steps, clock } = options;
  const paging = options.paging ?? null;
  /** Steps (by key) and pages (by id) nobody could be told of: how often that was tried, and when it is again. */
  const stuck = new Map<string, { attempts: number; againAt: number }>();
  const isResting = (key: string) => {
    const left = (stuck.get(key)?.againAt ?? 0) - clock.now().getTime();
    // More than that is left only where the clock was set back.
    return left > 0 && left <= AGAIN_MILLISECONDS;
  };
  const rest = (key: string): number => {
    const againAt = clock.now().getTime() + AGAIN_MILLISECONDS;
    stuck.set(key, { attempts: (stuck.get(key)?.attempts ?? 0) + 1, againAt });
    return againAt;
  };
  let begunAt: number | null = null;
  let unansweredAt = Number.NEGATIVE_INFINITY;

  async function begin(): Promise<number> {
    const at = isoNow(clock);
    await steps.takeStep({ key: BEGUN, incident: null, at }, {});
    begunAt = Date.parse((await steps.step(BEGUN))?.at ?? at);
    return begunAt;
  }

  async function look(incident: number): Promise<Found | null> {
    const history = await histories.history(incident);
    const opening = history === null ? undefined : openingsOf(history).at(-1);
    if (opening === undefined) return null;
    const now = clock.now().getTime();
    // A clock that was ahead then would keep everything quiet until it is as late again.
    begunAt = Math.min(begunAt ?? (await begin()), now);
    const rota = await oncall.rota();
    const turn = rota.turnAt(now);
    const taken = await steps.stepsOf(incident);
    const keys = PAGE_STEPS.map((step) => ({ step, key: pageKey(incident, opening, step) }));
    const fellThrough = taken.has(fellThroughKey(incident, opening));
    const facts = {
      opening,
      now,
      begunAt,
      taken: new Map(keys.flatMap(({ step, key }) => (taken.has(key) ? [[step, Date.parse(taken.get(key)!)]] : []))),
      stuck: new Set(keys.flatMap(({ step, key }) => (stuck.has(key) ? [step] : []))),
      fellThrough,
      turn,
      nextTurnAt: turn === null ? (rota.turnAfter(now)?.from ?? null) : null,
      lead: policy.lead,
    };
    const dedupKey = derivedId(history!.events[0]!.connectionId, 'page', String(incident), String(opening.nth));
    const { due, nextAt } = planPages(facts, policy.escalation);
    const ready = due.filter(({ step }) => !isResting(pageKey(incident, opening, step)));
    const resting = due.filter((one) => !ready.includes(one)).map(({ step }) => pageKey(incident, opening, step));
    const waits = resting.map((key) => stuck.get(key)!.againAt);
    const plan = { due: ready, nextAt: Math.min(nextAt ?? Number.POSITIVE_INFINITY, ...waits) };
    return { opening, plan, turn, fellThrough, dedupKey };
  }

  async function readAfresh(incident: number): Promise<Side[]> {
    const now = () => clock.now().getTime();
    const isImpatient = now() - unansweredAt < IMPATIENT_FOR_MILLISECONDS;
    const unread = await desk.readAfresh(incident, isImpatient ? IMPATIENCE_MILLISECONDS : PATIENCE_MILLISECONDS);
    if (unread.length > 0) unansweredAt = now();
    return unread;
  }

  const personFor = ({ step }: Pick<UnsentPage['subject'], 'step'>, { turn }: Found) =>
    step === 'lead' ? policy.lead : (turn?.person ?? policy.lead);

  /** What was promised and not sent, and when that must be looked at again. */
  async function unsentOf(incident: number, found: Found): Promise<{ page: UnsentPage; at: number }[]> {
    const { acknowledged, end, severities } = found.opening;
    if (acknowledged !== null || end !== null) return [];
    const isHigh = severities.at(-1)!.severity === 'high';
    const pages = unsentPages(await chat.liveNoticesUnder(pagesOf(incident, found.opening)));
    return Promise.all(
      pages.map(async (page) => {
        const { quietHours } = personFor(page.subject, found);
        const quietEnd = isHigh ? null : quietUntil(quietHours, clock.now().getTime());
        const at = await renewalOf(options, page, quietEnd);
        return { page, at: Math.max(at, stuck.get(page.id)?.againAt ?? at) };
      }),
    );
  }

  /** Whether what was promised is old by now, so that the sides must be asked again before it is told. */
  async function isOverdue(incident: number, found: Found): Promise<boolean> {
    const now = clock.now().getTime();
    if ((await unsentOf(incident, found)).some(({ at }) => at <= now)) return true;
    const oldest = new Date(now - FRESH_MILLISECONDS).toISOString();
    const events = (await paging?.eventsOf(found.dedupKey)) ?? [];
    return events.some(({ state, attempts, createdAt }) => state === 'open' && attempts === 0 && createdAt < oldest);
  }

  /** Takes the steps that are due. Returns when something is left to do. */
  async function take(incident: number, { opening, plan, turn, fellThrough, dedupKey }: Found, unread: Side[]) {
    const view = plan.due.length === 0 ? null : await desk.view(incident);
    if (view === null || view.standing !== 'linked') return [];
    const waits: number[] = [];
    for (const one of plan.due) {
      const key = pageKey(incident, opening, one.step);
      const unreached = one.step === 'lead' && fellThrough && turn !== null ? await whyUnreached(turn) : null;
      const attempts = stuck.get(key)?.attempts ?? 0;
      const news = { view, opening, unread, dedupKey, unreached, attempts };
      const { isTaken, fell } = await takePage({ ...options, paging }, one, news);
      if (isTaken) stuck.delete(key);
      else waits.push(rest(key));
      if (fell) waits.push(clock.now().getTime());
    }
    return waits;
  }

  async function whyUnreached({ person }: Turn): Promise<{ name: string; reason: string } | null> {
    const reached = await reach(person);
    return reached.outcome === 'closed' ? { name: person.name, reason: reached.reason } : null;
  }

  /** Looks after what was promised and not sent. Returns when it is to be looked at again. */
  async function renew(incident: number, found: Found, unread: Side[]): Promise<number[]> {
    const waits: number[] = [];
    for (const { page, at } of await unsentOf(incident, found)) {
      const now = clock.now().getTime();
      const view = at > now ? null : await desk.view(incident);
      if (view === null || view.standing !== 'linked') {
        waits.push(Math.min(at, now + SOON_MILLISECONDS));
        continue;
      }
      const { subject } = page;
      const unreached = subject.step === 'lead' ? (subject.unreached ?? null) : null;
      const news = { view, opening: found.opening, unread, unreached, person: personFor(subject, found) };
      const { isTold, fell } = await renewPage(options, page, news);
      if (isTold) stuck.delete(page.id);
      waits.push(fell ? now : isTold ? now + SOON_MILLISECONDS : rest(page.id));
    }
    return waits;
  }

  async function attend(incident: number): Promise<number | null> {
    let found = await look(incident);
    if (found === null) return null;
    let unread: Side[] = [];
    if (found.plan.due.length > 0 || (await isOverdue(incident, found))) {
      const view = await desk.view(incident);
      if (view === null || view.standing !== 'linked' || !view.announced) return null;
      unread = await readAfresh(incident);
      found = (await look(incident)) ?? found;
    }
    await concludePages(options, incident, found.opening);
    if (paging !== null) await concludeAlert({ paging, clock }, found.dedupKey, found.opening);
    const waits = [...(await take(incident, found, unread)), ...(await renew(incident, found, unread))];
    const nextAt = Math.min(found.plan.nextAt, ...waits);
    return Number.isFinite(nextAt) ? nextAt : null;
  }

  // What was closed in the last moments of another process is not open any more, and what was said of it is over.
  const recent = {
    openIncidents: () => histories.stirringSince(new Date(clock.now().getTime() - RECENT_MILLISECONDS).toISOString()),
  };
  return createIncidentWatch({ ...options, histories: recent, begin, attend, atOnce: AT_ONCE });
}
