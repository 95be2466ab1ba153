import type { Conversation } from '../../src/sync/ports/chat-records.ts';
import type {
  ChatOpening,
  Delivery,
  MemberLookup,
  OutgoingMessage,
  TeamsGateway,
} from '../../src/bot/teams-gateway.ts';

export interface Sent {
  kind: 'root' | 'send' | 'edit';
  conversationId: string;
  activityId: string;
  summary: string;
  text: string;
  at: number;
}

/** A Teams that notes what it is sent, and fails as it is told to. */
export class FakeGateway implements TeamsGateway {
  readonly sent: Sent[] = [];
  /** The outcomes of the next attempts; then everything is sent. */
  readonly failures: Exclude<Delivery, { outcome: 'sent' }>[] = [];
  attempts = 0;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  postRoot(conversation: Conversation, message: OutgoingMessage): Promise<Delivery> {
    const id = String(this.sent.length + 1);
    return this.#deliver('root', conversation, `${conversation.id};messageid=${id}`, id, message);
  }

  send(conversation: Conversation, threadId: string, message: OutgoingMessage): Promise<Delivery> {
    return this.#deliver('send', conversation, threadId, String(this.sent.length + 1), message);
  }

  edit(conversation: Conversation, threadId: string, activityId: string, message: OutgoingMessage): Promise<Delivery> {
    return this.#deliver('edit', conversation, threadId, activityId, message);
  }

  async member(): Promise<MemberLookup> {
    return { outcome: 'absent' };
  }

  async openChat(): Promise<ChatOpening> {
    return { outcome: 'closed', reason: '403 BotNotInConversationRoster' };
  }

  of(kind: Sent['kind']): Sent[] {
    return this.sent.filter((one) => one.kind === kind);
  }

  async #deliver(
    kind: Sent['kind'],
    conversation: Conversation,
    threadId: string,
    activityId: string,
    message: OutgoingMessage,
  ): Promise<Delivery> {
    this.attempts += 1;
    const failure = this.failures.shift();
    if (failure !== undefined) return failure;
    const text = JSON.stringify(message.card);
    this.sent.push({
      kind,
      conversationId: conversation.id,
      activityId,
      summary: message.summary,
      text,
      at: this.#now().getTime(),
    });
    return { outcome: 'sent', threadId, activityId };
  }
}
