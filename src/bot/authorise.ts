import type { Person } from '../incident/person.ts';
import type { ChatRecords, Role } from '../sync/ports/chat-records.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { GroupRoles } from './group-roles.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';
import type { Member, TeamsGateway } from './teams-gateway.ts';
import type { Turn } from './turn.ts';

/** Somebody the bot serves. */
export interface Caller {
  person: Person;
  roles: Role[];
  /** False when the roster could not be asked: they may read, not change anything. */
  isVerified: boolean;
  /** False when a group that gives a role could not be read: a role may be missing. */
  isComplete: boolean;
}

/** What is known of somebody who was refused; enough for the audit. */
export interface Stranger {
  objectId: string | null;
  tenantId: string | null;
  upn: string | null;
  name: string;
}

export type Identification = { caller: Caller } | { refused: Refusal; stranger: Stranger };

export interface AuthoriserOptions {
  gateway: Pick<TeamsGateway, 'member'>;
  chat: Pick<ChatRecords, 'grantsOf'>;
  groupRoles: Pick<GroupRoles, 'rolesOf'>;
  clock: Clock;
  /** Entra object ids, lower case. */
  adminIds: readonly string[];
  /** Lower case. */
  allowedTenants: readonly string[];
}

export interface Authoriser {
  identify(turn: Turn): Promise<Identification>;
}

const CACHED_MILLISECONDS = 5 * 60_000;
const MOST_CACHED = 5_000;

/**
 * Tells who is speaking. The token vouches for object id and conversation; whether they are a member of the
 * organisation or a guest in it only the roster knows. Being in the channel is no permission.
 */
export function createAuthoriser(options: AuthoriserOptions): Authoriser {
  const { gateway, chat, groupRoles, clock, adminIds, allowedTenants } = options;
  const cache = new Map<string, { member: Member; until: number }>();

  async function lookUp(turn: Turn): Promise<Member | null> {
    const key = `${turn.conversation.teamId ?? turn.conversation.id}|${turn.sender.id}`;
    const now = clock.now().getTime();
    const cached = cache.get(key);
    if (cached !== undefined && cached.until > now) return cached.member;
    let lookup = await gateway.member(turn.conversation, turn.sender.id);
    // Some rosters know people by the directory's id only.
    if (lookup.outcome !== 'found' && turn.sender.objectId !== null)
      lookup = await gateway.member(turn.conversation, turn.sender.objectId);
    if (lookup.outcome !== 'found') return null;
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(key, { member: lookup.member, until: now + CACHED_MILLISECONDS });
    return lookup.member;
  }

  return {
    async identify(turn) {
      const { sender, tenantIds } = turn;
      const tenantId = turn.conversation.tenantId;
      const stranger = (known: Member | null = null): Stranger => ({
        objectId: sender.objectId,
        tenantId: known?.tenantId ?? (tenantId || null),
        upn: known?.upn ?? null,
        name: sender.name,
      });
      const refuse = (code: Refusal['code'], known: Member | null = null): Identification => ({
        refused: refusal(code),
        stranger: stranger(known),
      });
      if (sender.isBot) return refuse('bot_sender');
      const isServed = tenantIds.length > 0 && tenantIds.every((one) => allowedTenants.includes(one));
      if (!isServed) return refuse('tenant_not_allowed');
      if (sender.objectId === null) return refuse('no_identity');

      const member = await lookUp(turn);
      const standing = member === null ? 'unknown' : standingOf(member, sender.objectId, tenantId);
      if (standing === 'guest' || standing === 'other_tenant') return refuse(standing, member);

      const { objectId } = sender;
      const granted = (await chat.grantsOf(objectId, tenantId)).map((grant) => grant.role);
      const given = await groupRoles.rolesOf({ objectId, tenantId });
      const configured: Role[] = adminIds.includes(objectId) ? ['admin'] : [];
      const roles = [...new Set([...configured, ...granted, ...given.roles])];
      const person = { objectId, tenantId, upn: member?.upn ?? null, name: member?.name ?? sender.name };
      return { caller: { person, roles, isVerified: standing === 'member', isComplete: given.isComplete } };
    },
  };
}

/** What the roster says of somebody who claims to belong to the conversation's tenant. */
export function standingOf(
  member: Member,
  objectId: string | null,
  tenantId: string,
): 'member' | 'guest' | 'other_tenant' | 'unknown' {
  if (member.role === 'guest' || member.role === 'anonymous') return 'guest';
  if (member.tenantId !== null && member.tenantId !== tenantId) return 'other_tenant';
  const saysEnough = member.role === 'user' || member.tenantId !== null;
  return saysEnough && member.objectId !== null && member.objectId === objectId ? 'member' : 'unknown';
}
