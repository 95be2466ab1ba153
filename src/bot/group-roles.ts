import type { Clock } from '../sync/ports/clock.ts';
import type { Person } from '../incident/person.ts';
import type { Role } from '../sync/ports/chat-records.ts';
import type { GroupMember, GroupMembersPort } from '../sync/ports/group-members.ts';
import { atMost } from './at-most.ts';
import type { Logger } from './logger.ts';
import { hasRole } from './roles.ts';

export interface RoleGroup {
  role: Role;
  /** Object id of an Entra group, lower case. */
  groupId: string;
}

export interface GroupRolesOptions {
  roleGroups: readonly RoleGroup[];
  groups: GroupMembersPort;
  clock: Clock;
  logger: Logger;
}

export interface RolesOfGroups {
  roles: Role[];
  /** False when a group could not be read, so that a role may be missing. */
  isComplete: boolean;
}

/** The roles that `ROLE_GROUPS` gives. */
export interface GroupRoles {
  readonly configured: readonly RoleGroup[];
  rolesOf(person: { objectId: string; tenantId: string }): Promise<RolesOfGroups>;
  /**
   * Whoever a group gives a role that includes this one, as far as that is known now and the directory names them. It
   * waits for nobody: what is old is read meanwhile, for the next time.
   */
  peopleWith(role: Role, tenantId: string): Person[];
}

/** Somebody taken out of a group keeps its role for this long at most, while the directory answers. */
const FRESH_MILLISECONDS = 5 * 60_000;
/** While it does not, what was read last is still believed: a directory's outage must not stop people at work. */
const BELIEVED_MILLISECONDS = 60 * 60_000;
/** A click waits no longer than this for the directory. */
const PATIENCE_MILLISECONDS = 3_000;
const PAUSE_AFTER_FAILURE_MILLISECONDS = 30_000;

interface Read {
  members: ReadonlyMap<string, GroupMember>;
  at: number;
}

/** Keeps the members of the groups that give roles, read when somebody acts. In memory: a restart reads them anew. */
export function createGroupRoles({ roleGroups, groups, clock, logger }: GroupRolesOptions): GroupRoles {
  const known = new Map<string, Read>();
  const reading = new Map<string, Promise<void>>();
  const pausedUntil = new Map<string, number>();
  const now = () => clock.now().getTime();
  const keyOf = (groupId: string, tenantId: string) => `${tenantId}/${groupId}`;
  const isWithin = (key: string, milliseconds: number) =>
    now() - (known.get(key)?.at ?? Number.NEGATIVE_INFINITY) < milliseconds;

  async function read(key: string, groupId: string, tenantId: string): Promise<void> {
    try {
      const members = await groups.membersOf(groupId, tenantId);
      if (members === null) logger.warn({ groupId, tenantId }, 'ROLE_GROUPS names a group that is not there');
      known.set(key, { members: members ?? new Map(), at: now() });
    } catch (error) {
      pausedUntil.set(key, now() + PAUSE_AFTER_FAILURE_MILLISECONDS);
      logger.warn({ err: error, groupId }, 'a group of ROLE_GROUPS could not be read');
    } finally {
      reading.delete(key);
    }
  }

  /** Begins to read what is old; resolves once it was read, or at once where there is nothing to read. */
  function refresh(groupId: string, tenantId: string): Promise<void> {
    const key = keyOf(groupId, tenantId);
    const isPaused = (pausedUntil.get(key) ?? 0) > now();
    if (isWithin(key, FRESH_MILLISECONDS) || isPaused) return Promise.resolve();
    const under = reading.get(key) ?? read(key, groupId, tenantId);
    reading.set(key, under);
    return under;
  }

  function believed(groupId: string, tenantId: string): ReadonlyMap<string, GroupMember> | null {
    const key = keyOf(groupId, tenantId);
    return isWithin(key, BELIEVED_MILLISECONDS) ? known.get(key)!.members : null;
  }

  return {
    configured: roleGroups,
    async rolesOf({ objectId, tenantId }) {
      const found = await Promise.all(
        roleGroups.map(async ({ role, groupId }) => {
          await atMost(clock, PATIENCE_MILLISECONDS, refresh(groupId, tenantId));
          return { role, members: believed(groupId, tenantId) };
        }),
      );
      return {
        roles: [...new Set(found.filter(({ members }) => members?.has(objectId)).map(({ role }) => role))],
        isComplete: found.every(({ members }) => members !== null),
      };
    },
    peopleWith(needed, tenantId) {
      const giving = roleGroups.filter(({ role }) => hasRole([role], needed));
      for (const { groupId } of giving) void refresh(groupId, tenantId);
      const members = giving.flatMap(({ groupId }) => [...(believed(groupId, tenantId) ?? [])]);
      const people = members.flatMap(([objectId, { name, upn }]): [string, Person][] =>
        name === null ? [] : [[objectId, { objectId, tenantId, upn, name }]],
      );
      return [...new Map(people).values()];
    },
  };
}
