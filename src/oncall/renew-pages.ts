import type { ChatRecords } from '../sync/ports/chat-records.ts';
import { NEVER_OUTDATED } from '../sync/ports/chat-records.ts';
import { isoNow } from '../sync/ports/clock.ts';
import type { Clock } from '../sync/ports/clock.ts';
import { newNotice } from '../sync/ports/new-notice.ts';
import type { Notice, PageSubject } from '../sync/ports/notice-records.ts';
import type { OncallPerson } from '../sync/ports/oncall.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import { findPagePlace } from './find-page-place.ts';
import type { PagePlaceServices } from './find-page-place.ts';
import { fellThroughKey } from './page-keys.ts';
import { pageSubject } from './take-page.ts';
import type { PageNews } from './take-page.ts';

export interface RenewServices extends PagePlaceServices {
  chat: PagePlaceServices['chat'] & Pick<ChatRecords, 'ensureNotice' | 'retellNotice' | 'retireNotices'>;
  steps: Pick<StepRecords, 'takeStep'>;
  clock: Clock;
  onTold(): void;
}

/** A page that was promised and not sent. */
export type UnsentPage = Notice & { subject: PageSubject };

/** Those of these notices that are pages and were not sent. */
export function unsentPages(notices: readonly Notice[]): UnsentPage[] {
  return notices.flatMap((notice) => {
    const { subject, activityId } = notice;
    return subject.kind === 'page' && activityId === null ? [{ ...notice, subject }] : [];
  });
}

/**
 * When a page that was not sent must be looked at again before it is (milliseconds since 1970): the process was down or
 * Teams did not take it, so that what it says is old; or it cannot be sent where it was to be.
 * @param quietEnd until when whoever it is for wants no page; null where they do
 */
export async function renewalOf(
  { chat, clock }: Pick<RenewServices, 'chat' | 'clock'>,
  page: UnsentPage,
  quietEnd: number | null,
): Promise<number> {
  if (quietEnd !== null) return quietEnd;
  const now = clock.now().getTime();
  if (await isLost(chat, page)) return now;
  const staleAt = Date.parse(page.subject.freshUntil ?? page.createdAt);
  return page.attempts === 0 ? staleAt : Math.max(staleAt, Date.parse(page.notBefore));
}

async function isLost(chat: RenewServices['chat'], { conversationId, shownVersion }: UnsentPage): Promise<boolean> {
  // What Teams took for gone is never tried again.
  return shownVersion === NEVER_OUTDATED || (await chat.conversation(conversationId))?.reachable !== true;
}

/**
 * Promises a page anew that was not sent, to whoever it is for by now and where they can be told. `fell` as with a page
 * that is taken; `isTold` is false where there is no place for it now.
 */
export async function renewPage(
  services: RenewServices,
  page: UnsentPage,
  news: Pick<PageNews, 'view' | 'opening' | 'unread' | 'unreached'> & { person: OncallPerson },
): Promise<{ isTold: boolean; fell: boolean }> {
  const { chat, steps, clock, onTold } = services;
  const { person, opening } = news;
  const { step, incident } = page.subject;
  const except = (await isLost(chat, page)) ? [page.conversationId] : [];
  const { place, unreached, isDoubtful } = await findPagePlace(services, { incident, step, person, except });
  if (isDoubtful) return { isTold: false, fell: false };
  const at = isoNow(clock);
  const mustFall = step === 'direct' && unreached !== null;
  const fell = mustFall && (await steps.takeStep({ key: fellThroughKey(incident, opening), incident, at }, {}));
  if (place === null) return { isTold: false, fell };
  const subject = pageSubject(news, { step, person, inThread: place.inThread, clock });
  if (unreached !== null) subject.unreached = { name: person.name, reason: unreached };
  if (place.conversationId === page.conversationId) await chat.retellNotice(page.id, subject);
  else {
    // In this order: what is promised twice is told at least once.
    await chat.ensureNotice(newNotice(page.key, place.conversationId, subject, at));
    await chat.retireNotices([page.id], at);
  }
  onTold();
  return { isTold: true, fell };
}
