import { createIncidentWatch } from '../schedule/watch-incidents.ts';
import type { IncidentWatch } from '../schedule/watch-incidents.ts';
import { derivedId } from '../incident/comment.ts';
import type { Side } from '../incident/side.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import { openingsOf } from '../sync/openings.ts';
import type { Opening } from '../sync/openings.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import { newNotice } from '../sync/ports/new-notice.ts';
import type { PageSubject } from '../sync/ports/notice-records.ts';
import type { OncallPerson } from '../sync/ports/oncall.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import type { PagingAction, PagingAlert, PagingRecords } from '../sync/ports/paging-records.ts';
import type { AuditRow } from '../sync/ports/records.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import { threadsOf } from '../sync/threads-of.ts';
import type { PresentRota } from './create-oncall-desk.ts';
import { PAGE_STEPS } from './escalation.ts';
import type { PageStep } from './escalation.ts';
import { planPages } from './plan-pages.ts';
import type { PagePlan } from './plan-pages.ts';
import type { OncallPolicy } from './policy.ts';

export interface EscalationWatchOptions {
  policy: OncallPolicy;
  oncall: Pick<PresentRota, 'rota'>;
  desk: Pick<Desk, 'onChanged' | 'view' | 'readAfresh'>;
  chat: Pick<
    ChatRecords,
    'bindings' | 'cardsOf' | 'concludeNotices' | 'conversation' | 'liveNoticesUnder' | 'personalChats'
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

/** Written when incidents are first escalated. */
const BEGUN = 'oncall/begun';
/** How soon a place to tell somebody is looked for again. */
const AGAIN_MILLISECONDS = 30_000;
const RECENT_MILLISECONDS = 86_400_000;

/**
 * Tells whoever is on call of incidents that nobody acknowledged: in the thread, then in their own chat, then the lead.
 * Each step is taken once, whatever crashes, and only after both sides were asked whether somebody is at it by now.
 * Neither a snooze nor a pause holds it.
 */
export function createEscalationWatch(options: EscalationWatchOptions): IncidentWatch {
  const { policy, oncall, desk, chat, histories, steps, clock, logger, paging = null } = options;
  const unreachable = new Set<string>();
  let begunAt: number | null = null;

  async function begin(): Promise<number> {
    const at = isoNow(clock);
    await steps.takeStep({ key: BEGUN, incident: null, at }, {});
    begunAt = Date.parse((await steps.step(BEGUN))?.at ?? at);
    return begunAt;
  }

  async function plan(incident: number): Promise<{ opening: Opening; plan: PagePlan; connectionId: string } | null> {
    const history = await histories.history(incident);
    const opening = history === null ? undefined : openingsOf(history).at(-1);
    if (opening === undefined) return null;
    const begun = begunAt ?? (await begin());
    const now = clock.now().getTime();
    const rota = await oncall.rota();
    const turn = rota.turnAt(now);
    const taken = await steps.stepsOf(incident);
    const facts = {
      opening,
      now,
      begunAt: begun,
      taken: new Set(PAGE_STEPS.filter((step) => taken.has(keyOf(incident, opening, step)))),
      turn,
      nextTurnAt: turn === null ? (rota.turnAfter(now)?.from ?? null) : null,
      lead: policy.lead,
    };
    const { connectionId } = history!.events[0]!;
    return { opening, plan: planPages(facts, policy.escalation), connectionId };
  }

  /** Ends the pages that are over, with a word about who took the incident up. */
  async function conclude(incident: number, { nth, acknowledged, end }: Opening): Promise<void> {
    for (const { key } of await chat.liveNoticesUnder(`page/${incident}/`)) {
      const isPast = !key.startsWith(`page/${incident}/${nth}/`);
      if (!isPast && acknowledged === null && end === null) continue;
      const by = acknowledged?.by ?? null;
      const outcome =
        acknowledged === null
          ? `It was ${end?.by === 'merge' ? 'merged into another incident' : 'closed'}.`
          : `It was acknowledged${by === null ? '' : ` by ${by}`}.`;
      await chat.concludeNotices(key, isoNow(clock), outcome);
      options.onTold();
    }
  }

  /** Tells the paging system that an alert it was told of was taken up, or is over. */
  async function concludeAlert(dedupKey: string, { acknowledged, end }: Opening): Promise<void> {
    if (paging === null || (acknowledged === null && end === null)) return;
    const told = await paging.eventsOf(dedupKey);
    const alert = told.find(({ action }) => action === 'trigger')?.alert;
    if (alert === undefined) return;
    const over: PagingAction[] = acknowledged === null ? [] : ['acknowledge'];
    if (end !== null) over.push('resolve');
    for (const action of over)
      if (told.every((one) => one.action !== action))
        await paging.addEvent({ dedupKey, action, alert, createdAt: isoNow(clock) });
  }

  /** Where somebody is told; null where they cannot be now. */
  async function placeFor(incident: number, step: PageStep, person: OncallPerson) {
    const [thread] = await threadsOf(chat, incident);
    const inThread = thread === undefined ? null : { conversationId: thread, inThread: true };
    if (step === 'mention') return inThread;
    const [own] = await chat.personalChats([person.objectId]);
    return own === undefined ? inThread : { conversationId: own.id, inThread: false };
  }

  /** Takes a step. False where nobody can be told: it stays due. */
  async function page(
    view: IncidentView,
    opening: Opening,
    { step, person }: PagePlan['due'][number],
    { unread, dedupKey }: { unread: Side[]; dedupKey: string },
  ): Promise<boolean> {
    const { number: incident, title, severity } = view;
    const key = keyOf(incident, opening, step);
    const place = await placeFor(incident, step, person);
    const at = isoNow(clock);
    const openedAt = new Date(opening.from).toISOString();
    const isPaged = paging !== null && step !== 'mention';
    const alert = { dedupKey, action: 'trigger', alert: alertOf(view, openedAt, person), createdAt: at } as const;
    const paged = isPaged ? { paging: alert } : {};
    if (place === null) {
      if (!unreachable.has(key)) {
        logger.error({ incident, step, person: person.name }, UNREACHABLE);
        options.pages?.add(step, 'failed');
      }
      unreachable.add(key);
      // The paging system reaches whom Teams does not.
      if (!isPaged) return false;
      await steps.takeStep({ key, incident, at }, paged);
      return true;
    }
    const { conversationId, inThread } = place;
    const { name, objectId } = person;
    const about = { incident, title, severity, step, inThread, person: { name, objectId }, openedAt, unread };
    const subject: PageSubject = { kind: 'page', ...about };
    const notices = [newNotice(key, conversationId, subject, at)];
    await steps.takeStep({ key, incident, at }, { notices, audit: auditOf(at, subject, conversationId), ...paged });
    options.onTold();
    return true;
  }

  async function attend(incident: number): Promise<number | null> {
    let found = await plan(incident);
    if (found === null) return null;
    let unread: Side[] = [];
    if (found.plan.due.length > 0) {
      const view = await desk.view(incident);
      if (view === null || view.standing !== 'linked' || !view.announced) return null;
      unread = await desk.readAfresh(incident);
      found = (await plan(incident)) ?? found;
    }
    const { opening, plan: present, connectionId } = found;
    const dedupKey = derivedId(connectionId, 'page', String(incident), String(opening.nth));
    await conclude(incident, opening);
    await concludeAlert(dedupKey, opening);
    let nextAt = present.nextAt;
    const view = present.due.length === 0 ? null : await desk.view(incident);
    if (view === null || view.standing !== 'linked') return nextAt;
    for (const one of present.due)
      if (!(await page(view, opening, one, { unread, dedupKey })))
        nextAt = Math.min(nextAt ?? Number.POSITIVE_INFINITY, clock.now().getTime() + AGAIN_MILLISECONDS);
    return nextAt;
  }

  // What was closed in the last moments of another process is not open any more, and what was said of it is over.
  const recent = {
    openIncidents: () => histories.stirringSince(new Date(clock.now().getTime() - RECENT_MILLISECONDS).toISOString()),
  };
  return createIncidentWatch({ ...options, histories: recent, begin, attend });
}

const UNREACHABLE = 'nobody can be told of an incident: bind a channel, and let who is on call say hello to the bot';

/** Of an opening, not of a person: a step is taken once, whoever is on call by then. */
function keyOf(incident: number, { nth }: Opening, step: PageStep): string {
  return `page/${incident}/${nth}/${step}`;
}

function auditOf(at: string, { incident, step, person, unread }: PageSubject, conversation: string): AuditRow {
  return {
    at,
    actorKind: 'sync',
    actorObjectId: null,
    actorTenantId: null,
    actorUpn: null,
    actorName: null,
    action: 'page',
    incident,
    actionId: null,
    outcome: `promised:${step}`,
    detail: { person: person.name, objectId: person.objectId, conversation, unread },
  };
}

function alertOf(
  { number, title, severity, sides }: IncidentView,
  openedAt: string,
  person: OncallPerson,
): PagingAlert {
  const links = sides.flatMap(({ side, url }) => (url === null ? [] : [{ side, url }]));
  return { incident: number, title, severity, openedAt, person: person.name, links };
}
