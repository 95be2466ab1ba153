import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { OncallPerson, ReachPerson } from '../sync/ports/oncall.ts';
import { threadsOf } from '../sync/threads-of.ts';
import type { PageStep } from './escalation.ts';

export interface PagePlaceServices {
  chat: Pick<ChatRecords, 'bindings' | 'cardsOf' | 'conversation'>;
  reach: ReachPerson;
}

export interface PageWish {
  incident: number;
  step: PageStep;
  person: OncallPerson;
  /** Conversations that were found closed to us though nothing says so. */
  except: readonly string[];
}

export interface PagePlace {
  /** Null where they cannot be told anywhere now. */
  place: { conversationId: string; inThread: boolean } | null;
  /** Why they cannot be written to in a chat of their own, in words for people; null where they can, or need not be. */
  unreached: string | null;
  /** Teams could not be asked, so it may be otherwise in a moment. */
  isDoubtful: boolean;
}

/**
 * Where somebody is told: mentioned in the incident's thread, or in a chat of their own. Whoever has none, and cannot be
 * given one, is mentioned once more.
 */
export async function findPagePlace(
  { chat, reach }: PagePlaceServices,
  { incident, step, person, except }: PageWish,
): Promise<PagePlace> {
  const thread = (await threadsOf(chat, incident)).find((id) => !except.includes(id));
  const inThread = thread === undefined ? null : { conversationId: thread, inThread: true };
  if (step === 'mention') return { place: inThread, unreached: null, isDoubtful: false };
  const reached = await reach(person);
  if (reached.outcome === 'open' && !except.includes(reached.conversation.id)) {
    const place = { conversationId: reached.conversation.id, inThread: false };
    return { place, unreached: null, isDoubtful: false };
  }
  const unreached = reached.outcome === 'open' ? 'their chat with Dragoman is closed to it' : reached.reason;
  return { place: inThread, unreached, isDoubtful: reached.outcome === 'unknown' };
}
