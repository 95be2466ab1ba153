import type { Side } from '../incident/side.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { OncallPerson } from '../sync/ports/oncall.ts';
import type { PagingRecords } from '../sync/ports/paging-records.ts';
import { pagesOf } from './page-keys.ts';
import type { FoundPages } from './page-finder.ts';
import type { OncallPolicy } from './policy.ts';
import { quietUntil } from './quiet-hours.ts';
import { renewPage, renewalOf, unsentPages } from './renew-pages.ts';
import type { RenewServices, UnsentPage } from './renew-pages.ts';
import type { StuckPages } from './stuck-pages.ts';
import { FRESH_MILLISECONDS } from './take-page.ts';

export interface UnsentServices extends RenewServices {
  policy: Pick<OncallPolicy, 'lead'>;
  desk: Pick<Desk, 'view'>;
  chat: RenewServices['chat'] & Pick<ChatRecords, 'liveNoticesUnder'>;
  /** Null where there is no paging system. */
  paging: Pick<PagingRecords, 'eventsOf'> | null;
  stuck: StuckPages;
}

/** How soon it is looked at again whether what was promised was sent. */
const SOON_MILLISECONDS = 5_000;

/** Whether what was promised is old by now, so that the sides must be asked again before it is told. */
export async function isOverdue(services: UnsentServices, incident: number, found: FoundPages): Promise<boolean> {
  const { clock, paging } = services;
  const now = clock.now().getTime();
  if ((await unsentOf(services, incident, found)).some(({ at }) => at <= now)) return true;
  const oldest = new Date(now - FRESH_MILLISECONDS).toISOString();
  const events = (await paging?.eventsOf(found.dedupKey)) ?? [];
  return events.some(({ state, attempts, createdAt }) => state === 'open' && attempts === 0 && createdAt < oldest);
}

/** Looks after what was promised and not sent. Returns when it is to be looked at again (milliseconds since 1970). */
export async function renewUnsentPages(
  services: UnsentServices,
  incident: number,
  found: FoundPages,
  unread: Side[],
): Promise<number[]> {
  const { policy, clock, desk, stuck } = services;
  const waits: number[] = [];
  for (const { page, at } of await unsentOf(services, incident, found)) {
    const now = clock.now().getTime();
    const view = at > now ? null : await desk.view(incident);
    if (view === null || view.standing !== 'linked') {
      waits.push(Math.min(at, now + SOON_MILLISECONDS));
      continue;
    }
    const { subject } = page;
    const unreached = subject.step === 'lead' ? (subject.unreached ?? null) : null;
    const news = { view, opening: found.opening, unread, unreached, person: personFor(policy, subject, found) };
    const { isTold, fell } = await renewPage(services, page, news);
    if (isTold) stuck.clear(page.id);
    waits.push(fell ? now : isTold ? now + SOON_MILLISECONDS : stuck.rest(page.id));
  }
  return waits;
}

/** What was promised and not sent, and when that must be looked at again. */
async function unsentOf(
  services: UnsentServices,
  incident: number,
  found: FoundPages,
): Promise<{ page: UnsentPage; at: number }[]> {
  const { policy, chat, clock, stuck } = services;
  const { acknowledged, end, severities } = found.opening;
  if (acknowledged !== null || end !== null) return [];
  const isHigh = severities.at(-1)!.severity === 'high';
  const pages = unsentPages(await chat.liveNoticesUnder(pagesOf(incident, found.opening)));
  return Promise.all(
    pages.map(async (page) => {
      const { quietHours } = personFor(policy, page.subject, found);
      const quietEnd = isHigh ? null : quietUntil(quietHours, clock.now().getTime());
      const at = await renewalOf(services, page, quietEnd);
      return { page, at: Math.max(at, stuck.againAt(page.id) ?? at) };
    }),
  );
}

function personFor(
  policy: Pick<OncallPolicy, 'lead'>,
  { step }: Pick<UnsentPage['subject'], 'step'>,
  { turn }: FoundPages,
): OncallPerson {
  return step === 'lead' ? policy.lead : (turn?.person ?? policy.lead);
}
