import type { Side } from '../incident/side.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import type { Opening } from '../sync/history/openings.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import { newNotice } from '../sync/ports/new-notice.ts';
import type { PageSubject } from '../sync/ports/notice-records.ts';
import type { OncallPerson } from '../sync/ports/oncall.ts';
import type { PageCounts } from '../sync/ports/page-counts.ts';
import type { PagingAlert, PagingRecords } from '../sync/ports/paging-records.ts';
import type { AuditRow } from '../sync/ports/records.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import { findPagePlace } from './find-page-place.ts';
import type { PagePlaceServices } from './find-page-place.ts';
import { fellThroughKey, pageKey } from './page-keys.ts';
import type { PagePlan } from './plan-pages.ts';

export interface TakePageServices extends PagePlaceServices {
  steps: Pick<StepRecords, 'takeStep'>;
  /** Null where there is no paging system. */
  paging: Pick<PagingRecords, 'addEvent'> | null;
  pages?: Pick<PageCounts, 'add'>;
  clock: Clock;
  logger: { error(fields: object, message: string): void };
  onTold(): void;
}

/** What is told, once the sides were asked. */
export interface PageNews {
  view: IncidentView;
  opening: Opening;
  /** Sides that could not be asked. */
  unread: Side[];
  dedupKey: string;
  /** Whoever is on call, where they could not be written to. */
  unreached: { name: string; reason: string } | null;
  /** How often this step was tried in vain. */
  attempts: number;
}

/** What the sides said counts for so long. */
export const FRESH_MILLISECONDS = 120_000;

export interface PageOutcome {
  /** False where nobody could be told: the step stays due. */
  isTaken: boolean;
  /** It was found now that they cannot be written to in a chat of their own: the lead is next at once. */
  fell: boolean;
}

/** Takes a step, and promises what is said. */
export async function takePage(
  services: TakePageServices,
  { step, person }: PagePlan['due'][number],
  news: PageNews,
): Promise<PageOutcome> {
  const { steps, paging, pages, clock, logger, onTold } = services;
  const { view, opening, dedupKey, attempts } = news;
  const { number: incident } = view;
  const key = pageKey(incident, opening, step);
  const at = isoNow(clock);
  const isPaged = paging !== null && step !== 'mention';
  // First of all: the paging system reaches whom Teams does not, and it knows a repetition.
  if (isPaged)
    await paging.addEvent({ dedupKey, action: 'trigger', alert: alertOf(view, opening, person), createdAt: at });
  const { place, unreached, isDoubtful } = await findPagePlace(services, { incident, step, person, except: [] });
  if (isDoubtful && attempts === 0) return { isTaken: false, fell: false };
  const mustFall = step === 'direct' && unreached !== null && !isDoubtful;
  // Before the step itself: a crash between the two tells the lead as well, and not nobody.
  const fell = mustFall && (await steps.takeStep({ key: fellThroughKey(incident, opening), incident, at }, {}));
  if (place === null) {
    if (attempts === (isDoubtful ? 1 : 0)) {
      logger.error({ incident, step, person: person.name }, UNREACHABLE);
      pages?.add(step, 'failed');
    }
    if (isPaged) await steps.takeStep({ key, incident, at }, {});
    return { isTaken: isPaged, fell };
  }
  const subject = pageSubject(news, { step, person, inThread: place.inThread, clock });
  if (unreached !== null) subject.unreached = { name: person.name, reason: unreached };
  const notices = [newNotice(key, place.conversationId, subject, at)];
  await steps.takeStep({ key, incident, at }, { notices, audit: auditOf(at, subject, place.conversationId) });
  onTold();
  return { isTaken: true, fell };
}

/** What a page says. */
export function pageSubject(
  { view, opening, unread, unreached }: Pick<PageNews, 'view' | 'opening' | 'unread' | 'unreached'>,
  { step, person, inThread, clock }: Pick<PageSubject, 'step' | 'inThread'> & { person: OncallPerson; clock: Clock },
): PageSubject {
  const { number: incident, title, severity } = view;
  const { name, objectId } = person;
  return {
    kind: 'page',
    incident,
    title,
    severity,
    step,
    inThread,
    person: { name, objectId },
    openedAt: new Date(opening.from).toISOString(),
    unread,
    freshUntil: new Date(clock.now().getTime() + FRESH_MILLISECONDS).toISOString(),
    ...(unreached === null ? {} : { unreached }),
  };
}

const UNREACHABLE = 'nobody can be told of an incident: bind a channel, and put the app where who is on call is';

function auditOf(at: string, subject: PageSubject, conversation: string): AuditRow {
  const { incident, step, person, unread, unreached } = subject;
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
    detail: {
      person: person.name,
      objectId: person.objectId,
      conversation,
      unread,
      ...(unreached === undefined ? {} : { unreached }),
    },
  };
}

function alertOf(
  { number, title, severity, sides }: IncidentView,
  { from }: Opening,
  person: OncallPerson,
): PagingAlert {
  const links = sides.flatMap(({ side, url }) => (url === null ? [] : [{ side, url }]));
  return { incident: number, title, severity, openedAt: new Date(from).toISOString(), person: person.name, links };
}
