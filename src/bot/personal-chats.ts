import type { ChatRecords, Conversation } from '../sync/ports/chat-records.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { OncallPerson, Reach, ReachPerson } from '../sync/ports/oncall.ts';
import { standingOf } from './authorise.ts';
import type { TeamsGateway } from './teams-gateway.ts';

export interface PersonalChatsOptions {
  chat: Pick<ChatRecords, 'bindings' | 'conversation' | 'personalChats' | 'saveConversation'>;
  gateway: Pick<TeamsGateway, 'member' | 'openChat'>;
  /** Conversations people may be found in besides the bound ones. */
  otherPlaces(): Promise<(Conversation | null)[]>;
  clock: Clock;
}

/** Somebody who cannot be written to, and why, in words for people. */
export interface ClosedChat {
  objectId: string;
  name: string;
  reason: string;
  /** When that was first found, since the process started (ISO 8601). */
  since: string;
}

export interface PersonalChats {
  /** The chat somebody has with the bot: the one that is known, or else one that is opened now without a word in it. */
  reach: ReachPerson;
  /** Those of whom it was found last that they cannot be written to. */
  closed(): ClosedChat[];
}

/** Nobody's rosters are asked more often. */
const REMEMBERED_MILLISECONDS = 60_000;

const NOT_A_MEMBER = 'they are in no team or chat of a bound channel that has the app';
const NOT_OURS = 'they are a guest, or of another organisation';
const REFUSED = 'Teams does not let Dragoman write to them: the app is not allowed or installed for them';
const LEFT = 'they blocked or removed the app';

/**
 * Finds people who never wrote to the bot in the rosters of the teams and chats it is in, and opens a chat with them.
 * Teams gives one only where the app is installed for them, or in a team they are in.
 */
export function createPersonalChats({ chat, gateway, otherPlaces, clock }: PersonalChatsOptions): PersonalChats {
  const found = new Map<string, { person: ClosedChat; at: number }>();
  const underWay = new Map<string, Promise<Reach>>();

  async function rosters(): Promise<Conversation[]> {
    const bound = (await chat.bindings()).map(({ conversationId }) => chat.conversation(conversationId));
    const places = [...(await Promise.all(bound)), ...(await otherPlaces())];
    const known = places.filter((one) => one !== null).filter(({ reachable }) => reachable);
    // All channels of a team have its people.
    return [...new Map(known.map((one) => [one.teamId ?? one.id, one])).values()];
  }

  async function search(objectId: string): Promise<Reach> {
    let fault: string | null = null;
    let isStranger = false;
    for (const place of await rosters()) {
      const lookup = await gateway.member(place, objectId);
      if (lookup.outcome === 'failed') fault = lookup.reason;
      if (lookup.outcome !== 'found') continue;
      if (standingOf(lookup.member, objectId, place.tenantId) === 'member')
        return open(place, lookup.member.id, objectId);
      isStranger = true;
    }
    if (fault !== null) return { outcome: 'unknown', reason: fault };
    return { outcome: 'closed', reason: isStranger ? NOT_OURS : NOT_A_MEMBER };
  }

  async function open(place: Conversation, memberId: string, personObjectId: string): Promise<Reach> {
    const opening = await gateway.openChat(place, memberId);
    if (opening.outcome === 'retry') return { outcome: 'unknown', reason: opening.reason };
    if (opening.outcome === 'closed') return { outcome: 'closed', reason: `${REFUSED} (${opening.reason})` };
    const { tenantId, serviceUrl } = place;
    const id = opening.conversationId;
    // A chat that was closed to us opens again when they put the app back, and Teams says so.
    if ((await chat.conversation(id))?.reachable === false) return { outcome: 'closed', reason: LEFT };
    const conversation: Conversation = {
      id,
      kind: 'personal',
      tenantId,
      serviceUrl,
      teamId: null,
      name: null,
      personObjectId,
      reachable: true,
    };
    await chat.saveConversation(conversation);
    return { outcome: 'open', conversation };
  }

  async function lookUp({ objectId, name }: Pick<OncallPerson, 'name' | 'objectId'>): Promise<Reach> {
    const [own] = await chat.personalChats([objectId]);
    const now = clock.now().getTime();
    const before = found.get(objectId);
    if (own === undefined && before !== undefined && Math.abs(now - before.at) < REMEMBERED_MILLISECONDS)
      return { outcome: 'closed', reason: before.person.reason };
    const reached: Reach = own === undefined ? await search(objectId) : { outcome: 'open', conversation: own };
    if (reached.outcome === 'open') found.delete(objectId);
    if (reached.outcome === 'closed') {
      const since = before?.person.since ?? new Date(now).toISOString();
      found.set(objectId, { person: { objectId, name, reason: reached.reason, since }, at: now });
    }
    return reached;
  }

  return {
    // Once at a time for each: two would open two chats.
    reach(person) {
      const running = underWay.get(person.objectId) ?? lookUp(person).finally(() => underWay.delete(person.objectId));
      underWay.set(person.objectId, running);
      return running;
    },
    closed: () => [...found.values()].map(({ person }) => person),
  };
}
