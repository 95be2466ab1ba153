import { renderIncidentCard } from '../../cards/incident-card.ts';
import type { CardContext } from '../../cards/seal.ts';
import { renderStormCard, stormSummary } from '../../cards/storm-card.ts';
import { summaryOf } from '../../cards/words.ts';
import type { IncidentView } from '../../sync/incident-view.ts';
import { NEVER_OUTDATED } from '../../sync/ports/chat-records.ts';
import type { ChatRecords, Conversation, LiveCard } from '../../sync/ports/chat-records.ts';
import type { Desk } from '../../sync/ports/desk.ts';
import { hashCard } from '../hash-card.ts';
import type { Delivery, OutgoingMessage, TeamsGateway } from '../teams-gateway.ts';
import { snoozeLine } from '../snooze.ts';
import { Burst } from './burst.ts';
import type { Pace } from './pace.ts';
import { markUnreachable, settleCard } from './settle-card.ts';
import type { SettleServices, Shown } from './settle-card.ts';
import type { CardTimings } from './timings.ts';

export interface ConversationServices extends SettleServices {
  chat: SettleServices['chat'] & Pick<ChatRecords, 'snoozeOf'>;
  desk: Pick<Desk, 'view'>;
  gateway: Pick<TeamsGateway, 'postRoot' | 'send' | 'edit'>;
  cards: CardContext;
  timings: CardTimings;
  /** Whether somebody who pressed a button of the card still waits for the answer. */
  isHeld(card: string): boolean;
}

/** What is told by another message. */
const UNSHOWN: Shown = { version: NEVER_OUTDATED, hash: null, readOnly: null };

function shownOf(view: IncidentView, { card }: OutgoingMessage): Shown {
  return { version: view.version, hash: hashCard(card), readOnly: view.readOnly };
}

/** Its incident has not changed; what else it shows may have. */
function isLookedAtAgain({ shownVersion }: LiveCard): boolean {
  return shownVersion === 0;
}

/**
 * Brings the cards of one conversation up to date, within its limits. `serve` does what can be done now and
 * tells when to come again: what is out of date stays in the store until it was sent.
 */
export class ConversationKeeper {
  readonly #services: ConversationServices;
  readonly #pace: Pace;
  readonly #burst: Burst;

  /** @param pace is shared with whatever else is sent to the conversation. */
  constructor(services: ConversationServices, pace: Pace) {
    this.#services = services;
    this.#pace = pace;
    this.#burst = new Burst(services.timings.stormMilliseconds);
  }

  /** Milliseconds until something is to be done again; null when nothing is left that time alone would bring. */
  async serve(conversation: Conversation, outdated: readonly LiveCard[], isBound: boolean): Promise<number | null> {
    const waits: number[] = [];
    const due = outdated.filter((card) => {
      const wait = Date.parse(card.notBefore) - this.#now();
      if (wait > 0) waits.push(wait);
      return wait <= 0;
    });
    const fresh = due.filter((card) => card.kind === 'root' && card.activityId === null);
    const wait = fresh.length === 0 || !isBound ? 0 : await this.#announce(conversation, fresh);
    if (wait === 'stop') return null;
    waits.push(wait);
    for (const card of due.filter((one) => !fresh.includes(one))) {
      const editWait = await this.#update(conversation, card);
      if (editWait === 'stop') return null;
      waits.push(editWait);
      // Those behind it are only to be looked at again too, and drawing each of them anew at every turn would be for nothing.
      if (editWait > 0 && isLookedAtAgain(card) && this.#pace.waitToRedraw() > 0) break;
    }
    const ahead = waits.filter((one) => one > 0);
    return ahead.length === 0 ? null : Math.min(...ahead);
  }

  /** New incidents: a message each, or one for all of them. */
  async #announce(conversation: Conversation, cards: readonly LiveCard[]): Promise<number | 'stop'> {
    const { stormSize, editGapMilliseconds } = this.#services.timings;
    const storm = this.#burst.storm(this.#now());
    if (storm !== null) {
      const wait = storm.grownAt + editGapMilliseconds - this.#now();
      return wait > 0 ? wait : this.#growStorm(conversation, cards, storm);
    }
    if (this.#burst.recent(this.#now()).length + cards.length > stormSize) return this.#beginStorm(conversation, cards);
    for (const card of cards) {
      const wait = await this.#postRoot(conversation, card);
      if (wait !== 0) return wait;
    }
    return 0;
  }

  async #postRoot(conversation: Conversation, card: LiveCard): Promise<number | 'stop'> {
    const wait = this.#pace.waitToBegin();
    if (wait > 0) return wait;
    const view = await this.#services.desk.view(card.incident);
    if (view === null) return 0;
    const message = await this.#render(view, card);
    const delivery = await this.#pace.begin(() => this.#services.gateway.postRoot(conversation, message));
    if (delivery.outcome === 'sent') {
      this.#burst.posted(card.incident, this.#now());
      this.#pace.edited(card.id);
    }
    return this.#settle(conversation, card, delivery, shownOf(view, message));
  }

  async #beginStorm(conversation: Conversation, cards: readonly LiveCard[]): Promise<number | 'stop'> {
    const wait = this.#pace.waitToBegin();
    if (wait > 0) return wait;
    const numbers = new Set([...this.#burst.recent(this.#now()), ...cards.map((card) => card.incident)]);
    const message = await this.#renderStorm(numbers);
    const delivery = await this.#pace.begin(() => this.#services.gateway.postRoot(conversation, message));
    if (delivery.outcome === 'sent') {
      const { threadId, activityId } = delivery;
      this.#burst.begin({ threadId, activityId, numbers, grownAt: this.#now() });
    }
    return this.#settleAll(conversation, cards, delivery);
  }

  async #growStorm(
    conversation: Conversation,
    cards: readonly LiveCard[],
    storm: NonNullable<ReturnType<Burst['storm']>>,
  ): Promise<number | 'stop'> {
    const wait = this.#pace.waitToSend();
    if (wait > 0) return wait;
    const { threadId, activityId } = storm;
    const numbers = new Set([...storm.numbers, ...cards.map((card) => card.incident)]);
    const message = await this.#renderStorm(numbers);
    const delivery = await this.#pace.send(() =>
      this.#services.gateway.edit(conversation, threadId, activityId, message),
    );
    if (delivery.outcome === 'sent') this.#burst.begin({ ...storm, numbers, grownAt: this.#now() });
    return this.#settleAll(conversation, cards, delivery);
  }

  /** The incidents of a storm are told by its message: their rows point to it and are not posted any more. */
  async #settleAll(
    conversation: Conversation,
    cards: readonly LiveCard[],
    delivery: Delivery,
  ): Promise<number | 'stop'> {
    const waits: number[] = [0];
    for (const card of cards) {
      const wait = await this.#settle(conversation, card, delivery, UNSHOWN);
      if (wait === 'stop') return 'stop';
      waits.push(wait);
    }
    return Math.max(...waits);
  }

  async #update(conversation: Conversation, card: LiveCard): Promise<number | 'stop'> {
    const { gateway, desk, chat, isHeld } = this.#services;
    // Released, it wakes the keeper by itself.
    if (isHeld(card.id)) return 0;
    const wait = this.#pace.waitToEdit(card.id);
    // One that is only looked at again may turn out to show what it should, and then costs nothing.
    if (wait > 0 && !isLookedAtAgain(card)) return wait;
    const view = await desk.view(card.incident);
    if (view === null) return 0;
    const message = await this.#render(view, card);
    const shown = shownOf(view, message);
    if (shown.hash === card.shownHash) {
      await chat.saveCard({ ...card, shownVersion: view.version, shownReadOnly: view.readOnly });
      return 0;
    }
    const redrawWait = isLookedAtAgain(card) ? Math.max(wait, this.#pace.waitToRedraw()) : wait;
    if (redrawWait > 0) return redrawWait;
    if (isLookedAtAgain(card)) this.#pace.redrawn();
    const { threadId, activityId } = card;
    const delivery = await this.#pace.send(() =>
      activityId === null
        ? gateway.send(conversation, threadId ?? conversation.id, message)
        : gateway.edit(conversation, threadId ?? conversation.id, activityId, message),
    );
    this.#pace.edited(card.id);
    return this.#settle(conversation, card, delivery, shown);
  }

  async #settle(
    conversation: Conversation,
    card: LiveCard,
    delivery: Delivery,
    shown: Shown,
  ): Promise<number | 'stop'> {
    const isGone = delivery.outcome === 'gone' && (delivery.what === 'conversation' || card.activityId === null);
    if (isGone) {
      await markUnreachable(this.#services, conversation, delivery.reason);
      return 'stop';
    }
    return settleCard(this.#services, conversation, card, delivery, shown);
  }

  async #render(view: IncidentView, card: LiveCard): Promise<OutgoingMessage> {
    const { cards } = this.#services;
    const place = { card: card.id, conversationId: card.conversationId };
    const snoozed = await snoozeLine(this.#services, view.number, card.conversationId);
    return { card: renderIncidentCard(view, place, cards, { snoozed }), summary: summaryOf(view) };
  }

  async #renderStorm(numbers: ReadonlySet<number>): Promise<OutgoingMessage> {
    const views = await Promise.all([...numbers].map((number) => this.#services.desk.view(number)));
    const incidents = views.filter((view) => view !== null);
    return { card: renderStormCard(incidents), summary: stormSummary(incidents) };
  }

  #now(): number {
    return this.#pace.now();
  }
}
