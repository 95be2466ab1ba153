import { NEVER_OUTDATED } from '../../src/sync/ports/chat-records.ts';
import type { Binding, ChatRecords, Conversation, Grant, LiveCard, Role } from '../../src/sync/ports/chat-records.ts';
import type { Snooze } from '../../src/sync/ports/snooze-records.ts';
import { FakeNoticeRecords } from './fake-notice-records.ts';

/** Chat's memory without a database. `versionOf` tells an incident's present version. */
export class FakeChatRecords extends FakeNoticeRecords implements ChatRecords {
  readonly conversations = new Map<string, Conversation>();
  readonly bound = new Map<string, Binding>();
  readonly cards = new Map<string, LiveCard>();
  readonly granted: Grant[] = [];
  readonly snoozes = new Map<string, Snooze>();
  readonly #versionOf: (incident: number) => number;

  readonly #isOpen: (incident: number) => boolean;

  constructor(versionOf: (incident: number) => number, isOpen: (incident: number) => boolean = () => true) {
    super();
    this.#versionOf = versionOf;
    this.#isOpen = isOpen;
  }

  async saveConversation(conversation: Conversation): Promise<void> {
    this.conversations.set(conversation.id, conversation);
  }

  async conversation(id: string): Promise<Conversation | null> {
    return this.conversations.get(id) ?? null;
  }

  async personalChats(objectIds: readonly string[]): Promise<Conversation[]> {
    return [...this.conversations.values()].filter(
      ({ kind, reachable, personObjectId }) =>
        kind === 'personal' && reachable && objectIds.includes(personObjectId ?? ''),
    );
  }

  async serviceUrlOf(tenantId: string, exceptId: string): Promise<string | null> {
    const others = [...this.conversations.values()].filter((one) => one.tenantId === tenantId && one.id !== exceptId);
    return others.at(-1)?.serviceUrl ?? null;
  }

  async snooze(snooze: Snooze): Promise<void> {
    this.snoozes.set(`${snooze.incident} ${snooze.conversationId}`, snooze);
  }

  async endSnooze(incident: number, conversationId: string): Promise<boolean> {
    return this.snoozes.delete(`${incident} ${conversationId}`);
  }

  async snoozeOf(incident: number, conversationId: string, now: string): Promise<Snooze | null> {
    const held = this.snoozes.get(`${incident} ${conversationId}`);
    return held !== undefined && held.until > now ? held : null;
  }

  async bind(binding: Binding): Promise<void> {
    this.bound.set(binding.conversationId, binding);
  }

  async unbind(conversationId: string): Promise<boolean> {
    return this.bound.delete(conversationId);
  }

  async bindings(): Promise<Binding[]> {
    return [...this.bound.values()];
  }

  async ensureRootCard(card: LiveCard): Promise<LiveCard> {
    const isSame = (one: LiveCard) =>
      one.kind === 'root' && one.incident === card.incident && one.conversationId === card.conversationId;
    const existing = [...this.cards.values()].find(isSame);
    if (existing === undefined) this.cards.set(card.id, card);
    return existing ?? card;
  }

  async addCard(card: LiveCard): Promise<void> {
    this.cards.set(card.id, card);
  }

  async saveCard(card: LiveCard): Promise<void> {
    this.cards.set(card.id, card);
  }

  async card(id: string): Promise<LiveCard | null> {
    return this.cards.get(id) ?? null;
  }

  async cardsOf(incident: number): Promise<LiveCard[]> {
    return [...this.cards.values()].filter((card) => card.incident === incident);
  }

  async outdatedCards(limit: number): Promise<LiveCard[]> {
    return [...this.cards.values()]
      .filter((card) => this.conversations.get(card.conversationId)?.reachable === true)
      .filter((card) => card.shownVersion < this.#versionOf(card.incident))
      .slice(0, limit);
  }

  async expireCards(incidents: readonly number[] | 'open'): Promise<void> {
    for (const card of this.cards.values()) {
      const isPosted = card.shownVersion > 0 && card.shownVersion < NEVER_OUTDATED;
      if (isPosted && (incidents === 'open' ? this.#isOpen(card.incident) : incidents.includes(card.incident)))
        this.cards.set(card.id, { ...card, shownVersion: 0 });
    }
  }

  async expireCardsDrawnOtherwise(_connectionId: string, readOnly: string | null): Promise<void> {
    const other = [...this.cards.values()].filter(({ shownReadOnly }) => shownReadOnly !== readOnly);
    await this.expireCards(other.map(({ incident }) => incident));
  }

  async grant(grant: Grant): Promise<void> {
    await this.revoke(grant.objectId, grant.tenantId, grant.role);
    this.granted.push(grant);
  }

  async revoke(objectId: string, tenantId: string, role: Role): Promise<boolean> {
    const at = this.granted.findIndex(
      (one) => one.objectId === objectId && one.tenantId === tenantId && one.role === role,
    );
    if (at >= 0) this.granted.splice(at, 1);
    return at >= 0;
  }

  async grants(): Promise<Grant[]> {
    return [...this.granted];
  }

  async grantsOf(objectId: string, tenantId: string): Promise<Grant[]> {
    return this.granted.filter((one) => one.objectId === objectId && one.tenantId === tenantId);
  }
}
