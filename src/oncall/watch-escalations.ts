import { createIncidentWatch } from '../schedule/watch-incidents.ts';
import type { IncidentWatch } from '../schedule/watch-incidents.ts';
import type { Side } from '../incident/side.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import type { ReachPerson } from '../sync/ports/oncall.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import type { PagingRecords } from '../sync/ports/paging-records.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import { createSideAsking } from './ask-sides.ts';
import { concludeAlert, concludePages } from './conclude-pages.ts';
import type { PresentRota } from './create-oncall-desk.ts';
import { createPageFinder } from './page-finder.ts';
import type { OncallPolicy } from './policy.ts';
import { isOverdue, renewUnsentPages } from './renew-unsent-pages.ts';
import { StuckPages } from './stuck-pages.ts';
import { takeDuePages } from './take-due-pages.ts';

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

const RECENT_MILLISECONDS = 86_400_000;
const AT_ONCE = 8;

/**
 * Tells whoever is on call of incidents that nobody acknowledged: in the thread, then in their own chat, then the lead.
 * Each step is taken once, whatever crashes, and only after both sides were asked whether somebody is at it by now; what
 * was promised and not sent for a while is asked about again. Neither a snooze nor a pause holds it.
 */
export function createEscalationWatch(options: EscalationWatchOptions): IncidentWatch {
  const { desk, histories, clock } = options;
  const paging = options.paging ?? null;
  const services = { ...options, paging, stuck: new StuckPages(clock) };
  const { begin, find } = createPageFinder(services);
  const askSides = createSideAsking(desk, clock);

  async function attend(incident: number): Promise<number | null> {
    let found = await find(incident);
    if (found === null) return null;
    let unread: Side[] = [];
    if (found.plan.due.length > 0 || (await isOverdue(services, incident, found))) {
      const view = await desk.view(incident);
      if (view === null || view.standing !== 'linked' || !view.announced) return null;
      unread = await askSides(incident);
      found = (await find(incident)) ?? found;
    }
    await concludePages(options, incident, found.opening);
    if (paging !== null) await concludeAlert({ paging, clock }, found.dedupKey, found.opening);
    const taken = await takeDuePages(services, incident, found, unread);
    const renewed = await renewUnsentPages(services, incident, found, unread);
    const nextAt = Math.min(found.plan.nextAt, ...taken, ...renewed);
    return Number.isFinite(nextAt) ? nextAt : null;
  }

  // What was closed in the last moments of another process is not open any more, and what was said of it is over.
  const recent = {
    openIncidents: () => histories.stirringSince(new Date(clock.now().getTime() - RECENT_MILLISECONDS).toISOString()),
  };
  return createIncidentWatch({ ...options, histories: recent, begin, attend, atOnce: AT_ONCE });
}
