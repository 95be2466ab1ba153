import type { Conversation } from './conversation.ts';
import { newInvokeId, threadId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Person } from './person.ts';
import type { TeamsState } from './teams-state.ts';
import type { TokenFlaw, TokenSigner } from './token-signer.ts';

/** How long Teams waits for the bot's answer. */
const answerWithinMs = 15_000;

/** What the bot answered. Status 0: it could not be reached; 504: it did not answer in time. */
export interface BotAnswer {
  status: number;
  body: unknown;
}

/** One activity that was handed to the bot. */
export interface Delivery extends BotAnswer {
  at: string;
  activity: JsonObject;
}

export interface PostOptions {
  /** The bearer token to send; null sends none. Left out: a good one, or one with `flaw`. */
  token?: string | null;
  flaw?: TokenFlaw;
  headers?: Record<string, string>;
}

export interface InboundOptions {
  state: TeamsState;
  signer: TokenSigner;
  appId: string;
  botName: string;
  serviceUrl: () => string;
  now: () => Date;
}

const recentDeliveries = 1000;

/** Hands activities to the bot, signed as Teams signs them. */
export class Inbound {
  /** Where the bot listens: `http://127.0.0.1:3978`, to which `/api/messages` is added. */
  botUrl: string;
  readonly botName: string;
  readonly deliveries: Delivery[] = [];
  readonly #options: InboundOptions;

  constructor(options: InboundOptions, botUrl: string) {
    this.#options = options;
    this.botName = options.botName;
    this.botUrl = botUrl;
  }

  /** The members every activity from Teams has, for somebody in a conversation or in one of its threads. */
  activityBase(from: Person, conversation: Conversation, rootId?: string): JsonObject {
    const at = this.#options.now();
    return {
      id: newInvokeId(),
      channelId: 'msteams',
      serviceUrl: this.#options.serviceUrl(),
      timestamp: at.toISOString(),
      localTimestamp: at.toISOString().replace('Z', '+00:00'),
      localTimezone: 'Europe/Madrid',
      locale: 'en-GB',
      from: {
        id: from.mri,
        name: from.name,
        ...(from.objectId === undefined ? {} : { aadObjectId: from.objectId }),
        ...(from.role === 'bot' ? { role: 'bot' } : {}),
      },
      recipient: this.botAccount(),
      conversation: this.#conversationMember(conversation, rootId),
      channelData: this.#channelData(conversation),
      entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Madrid' }],
    };
  }

  botAccount() {
    return { id: `28:${this.#options.appId}`, name: this.#options.botName };
  }

  /** Posts an activity as it is. Nothing is checked, so that hostile activities can be sent too. */
  async post(activity: JsonObject, options: PostOptions = {}): Promise<BotAnswer> {
    const token = options.token === undefined ? await this.#options.signer.sign(options.flaw) : options.token;
    const answer = await send(`${this.botUrl}/api/messages`, JSON.stringify(activity), {
      'Content-Type': 'application/json; charset=utf-8',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...options.headers,
    });
    this.deliveries.push({ at: new Date().toISOString(), activity, ...answer });
    if (this.deliveries.length > recentDeliveries) this.deliveries.shift();
    this.#options.state.changed();
    return answer;
  }

  #conversationMember(conversation: Conversation, rootId: string | undefined): JsonObject {
    const isThread = conversation.kind === 'channel' && rootId !== undefined;
    return {
      conversationType: conversation.kind,
      tenantId: conversation.kind === 'personal' ? conversation.person.tenantId : this.#options.state.tenantId,
      id: isThread ? threadId(conversation.id, rootId) : conversation.id,
      ...(conversation.kind === 'personal' ? {} : { isGroup: true }),
    };
  }

  #channelData(conversation: Conversation): JsonObject {
    const tenant = {
      id: conversation.kind === 'personal' ? conversation.person.tenantId : this.#options.state.tenantId,
    };
    if (conversation.kind !== 'channel') return { tenant };
    const { team } = conversation;
    return {
      tenant,
      team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
      channel: { id: conversation.id },
      teamsTeamId: team.id,
      teamsChannelId: conversation.id,
    };
  }
}

async function send(url: string, body: string, headers: Record<string, string>): Promise<BotAnswer> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(answerWithinMs) });
    return { status: response.status, body: parsed(await response.text()) };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { status: isTimeout ? 504 : 0, body: error instanceof Error ? error.message : String(error) };
  }
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
