import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** A channel's id, which is also the id of the team whose General channel it is. */
export const newChannelId = (): string => `19:${randomBytes(16).toString('hex')}@thread.tacv2`;

export const newGroupChatId = (): string => `19:${randomBytes(16).toString('hex')}@thread.v2`;

/** A personal chat's id: opaque, and long enough to outgrow a column that was sized by guess. */
export const newPersonalChatId = (): string => `a:1${randomBytes(60).toString('base64url')}`;

export const newGuid = (): string => randomUUID();

/** Invokes and events are numbered apart from messages, and nothing can be posted under these ids. */
export const newInvokeId = (): string => `f:${randomUUID()}`;

/** The `29:` id of a person for this bot: stable for the same person, and not derivable by the bot. */
export const mriOf = (seed: string): string =>
  `29:1${createHash('sha512').update(seed).digest('base64url').slice(0, 62)}`;

/** Message ids are the epoch in milliseconds, and two messages never share one. */
export class MessageIds {
  readonly #now: () => number;
  #last = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    this.#last = Math.max(this.#now(), this.#last + 1);
    return String(this.#last);
  }
}

/** Splits `19:...@thread.tacv2;messageid=1700` into the conversation and the root of the thread. */
export function splitThread(conversationId: string): { base: string; rootId: string | undefined } {
  const [base = '', ...rest] = conversationId.split(';');
  const root = rest.find((part) => part.startsWith('messageid='));
  return { base, rootId: root?.slice('messageid='.length) };
}

export const threadId = (base: string, rootId: string): string => `${base};messageid=${rootId}`;
