import { NEVER_OUTDATED } from '../../sync/ports/chat-records.ts';
import type { ChatRecords, Conversation } from '../../sync/ports/chat-records.ts';
import { isoNow } from '../../sync/ports/clock.ts';
import type { Notice } from '../../sync/ports/notice-records.ts';
import type { PageCounts } from '../../sync/ports/page-counts.ts';
import type { AdminPlaces } from '../admin-places.ts';
import { renderNotice, renderPages } from '../render-notice.ts';
import type { Delivery, OutgoingMessage } from '../teams-gateway.ts';
import { afterDelivery } from './after-delivery.ts';
import type { ConversationServices } from './conversation-keeper.ts';
import { gatherPages, isStalePage, isUnsentPage, placeOf } from './gather-pages.ts';
import type { MessageUnit } from './gather-pages.ts';
import type { Pace } from './pace.ts';
import { markUnreachable } from './settle-card.ts';
import { isReply } from '../is-reply.ts';

export interface NoticeServices extends ConversationServices {
  chat: ConversationServices['chat'] &
    Pick<ChatRecords, 'cardsOf' | 'noticesShownIn' | 'saveNoticeDelivery' | 'retireNotices'>;
  admins: Pick<AdminPlaces, 'channelId'>;
  pages?: Pick<PageCounts, 'add'>;
}

/** The admin channel is tried for as long as it takes: where else would admins be told? */
const CHANNEL_SECONDS = 60;

/** Posts the notices of one conversation once, and edits them until they are over. */
export class NoticeKeeper {
  readonly #services: NoticeServices;
  readonly #pace: Pace;
  /** Notices the conversation was closed to; those that are tried before their time. */
  readonly #shutOut = new Set<string>();
  readonly #knocking = new Set<string>();
  /** When somebody was last paged in a place. */
  readonly #pagedAt = new Map<string, number>();
  #knocks = 0;

  /** @param pace is shared with whatever else is sent to the conversation. */
  constructor(services: NoticeServices, pace: Pace) {
    this.#services = services;
    this.#pace = pace;
  }

  /** The conversation may have opened to us (the app was installed, say): what was shut out is tried at once. */
  knock(): void {
    this.#knocks += 1;
    for (const id of this.#shutOut) this.#knocking.add(id);
    this.#shutOut.clear();
  }

  /** Milliseconds until something is to be done again; null when nothing is left that time alone would bring. */
  async serve(conversation: Conversation, outdated: readonly Notice[]): Promise<number | null> {
    const waits: number[] = [];
    const dueIn = (notice: Notice) =>
      this.#knocking.has(notice.id) || notice.attempts === 0 ? 0 : Date.parse(notice.notBefore) - this.#pace.now();
    const isReady = (notice: Notice) => dueIn(notice) <= 0 && !isStalePage(notice, this.#pace.now());
    const threadOf = (notice: Notice) => this.#threadOf(conversation, notice);
    const units = await gatherPages({ chat: this.#services.chat, isReady, threadOf }, outdated);
    for (const unit of units) {
      const waitForTurn = Math.max(...unit.map(dueIn));
      const wait = waitForTurn > 0 ? waitForTurn : await this.#bringUpToDate(conversation, unit);
      if (wait === 'stop') return null;
      if (wait > 0) waits.push(wait);
    }
    return waits.length === 0 ? null : Math.min(...waits);
  }

  async #bringUpToDate(conversation: Conversation, unit: MessageUnit): Promise<number | 'stop'> {
    const { isHeld } = this.#services;
    const [notice] = unit;
    if (notice.activityId === null && notice.endedAt !== null) return this.#forget(notice);
    // Whoever promised it asks both systems again, and promises it anew.
    if (isStalePage(notice, this.#pace.now())) return 0;
    // Released, it wakes the keeper by itself.
    if (unit.some(({ id }) => isHeld(id))) return 0;
    const threadId = notice.threadId ?? (await this.#threadOf(conversation, notice));
    // The incident's card is not posted yet: whatever posts that one comes here again.
    if (threadId === undefined) return 0;
    const paged = isUnsentPage(notice) ? await placeOf(notice, async () => threadId) : null;
    const gap = paged === null ? 0 : this.#waitToPage(paged);
    const wait = Math.max(await this.#snoozedFor(notice), this.#waitFor(notice, threadId), gap);
    if (wait > 0) return wait;
    const message = await this.#render(unit);
    if (message === null) return 0;
    for (const { id } of unit) this.#knocking.delete(id);
    const knocks = this.#knocks;
    const delivery = await this.#send(conversation, notice, threadId, message);
    this.#pace.edited(notice.id);
    if (paged !== null && delivery.outcome === 'sent') this.#pagedAt.set(paged, this.#pace.now());
    const waits: number[] = [];
    for (const one of unit) {
      const again = await this.#settle(conversation, one, delivery, this.#knocks !== knocks);
      if (again === 'stop') return 'stop';
      waits.push(again);
    }
    return Math.max(...waits);
  }

  #render(unit: MessageUnit): Promise<OutgoingMessage | null> | OutgoingMessage {
    const pages = unit.flatMap(({ subject, endedAt, outcome }) =>
      subject.kind === 'page' ? [{ subject, endedAt, outcome }] : [],
    );
    return unit.length > 1 ? renderPages(pages, this.#services) : renderNotice(unit[0], this.#services);
  }

  /** Milliseconds until somebody may be paged again in a place. */
  #waitToPage(place: string): number {
    const { pageGapMilliseconds } = this.#services.timings;
    const since = this.#pace.now() - (this.#pagedAt.get(place) ?? Number.NEGATIVE_INFINITY);
    // A clock that was set back says nothing.
    return since < 0 ? 0 : Math.max(0, pageGapMilliseconds - since);
  }

  /** What belongs to an incident is told where that is, as soon as it is; null: the notice begins a thread of its own. */
  async #threadOf(conversation: Conversation, { subject }: Notice): Promise<string | null | undefined> {
    if (!isReply(subject)) return null;
    const cards = await this.#services.chat.cardsOf(subject.incident);
    const root = cards.find((card) => card.kind === 'root' && card.conversationId === conversation.id);
    return root?.threadId ?? undefined;
  }

  /** A reply in a thread that somebody snoozed waits until that is over; one that stands is kept true. */
  async #snoozedFor({ subject, conversationId, activityId }: Notice): Promise<number> {
    // Nobody can snooze what wakes people: no clock stops for it.
    if (!isReply(subject) || subject.kind === 'page' || activityId !== null) return 0;
    const { chat, clock } = this.#services;
    const snooze = await chat.snoozeOf(subject.incident, conversationId, isoNow(clock));
    return snooze === null ? 0 : Date.parse(snooze.until) - this.#pace.now();
  }

  #waitFor({ id, activityId }: Notice, threadId: string | null): number {
    if (activityId !== null) return this.#pace.waitToEdit(id);
    return threadId === null ? this.#pace.waitToBegin() : this.#pace.waitToSend();
  }

  #send(
    conversation: Conversation,
    { activityId }: Notice,
    threadId: string | null,
    message: OutgoingMessage,
  ): Promise<Delivery> {
    const { gateway } = this.#services;
    if (threadId === null) return this.#pace.begin(() => gateway.postRoot(conversation, message));
    return this.#pace.send(() =>
      activityId === null
        ? gateway.send(conversation, threadId, message)
        : gateway.edit(conversation, threadId, activityId, message),
    );
  }

  /** `mayHaveOpened`: the conversation may have opened to us while this was on its way. */
  async #settle(
    conversation: Conversation,
    notice: Notice,
    delivery: Delivery,
    mayHaveOpened: boolean,
  ): Promise<number | 'stop'> {
    const { chat, clock, logger, admins } = this.#services;
    const isNew = notice.attempts === 0;
    const isPost = notice.activityId === null;
    const fields = { notice: notice.key, conversation: conversation.id };
    if (isPost && notice.subject.kind === 'page')
      this.#services.pages?.add(notice.subject.step, delivery.outcome === 'sent' ? 'delivered' : 'failed');
    let outcome = delivery;
    if (
      delivery.outcome === 'gone' &&
      conversation.id === admins.channelId &&
      (isPost || delivery.what !== 'message')
    ) {
      if (isNew) logger.error({ ...fields, reason: delivery.reason }, 'ADMIN_CHANNEL cannot be written to');
      outcome = { outcome: 'retry', afterSeconds: mayHaveOpened ? 1 : CHANNEL_SECONDS, reason: delivery.reason };
      this.#shutOut.add(notice.id);
    } else if (delivery.outcome === 'gone' && !isReply(notice.subject) && delivery.what === 'conversation') {
      await markUnreachable(this.#services, conversation, delivery.reason);
      return 'stop';
    } else if (delivery.outcome === 'rejected' || (delivery.outcome === 'retry' && isNew)) {
      const level = delivery.outcome === 'rejected' ? 'error' : 'info';
      logger[level]({ ...fields, reason: delivery.reason }, 'a notice is not taken by Teams now');
    }
    const { row, waitMilliseconds } = afterDelivery(notice, outcome, notice.version, clock.now());
    await chat.saveNoticeDelivery(row);
    // It is never told anew, so nothing goes on with it.
    const isSaid = outcome.outcome === 'sent' || outcome.outcome === 'gone';
    if (notice.subject.kind === 'news' && isSaid) await chat.retireNotices([notice.id], isoNow(clock));
    return waitMilliseconds;
  }

  /** It was over before it could be told: nobody needs to hear of it any more. */
  async #forget(notice: Notice): Promise<number> {
    await this.#services.chat.saveNoticeDelivery({ ...notice, shownVersion: NEVER_OUTDATED });
    return 0;
  }
}
