import type { Clock } from '../sync/ports/clock.ts';
import type { Role } from '../sync/ports/chat-records.ts';
import type { GroupMembersPort } from '../sync/ports/group-members.ts';
import type { Logger } from './logger.ts';

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
}

/** Somebody taken out of a group keeps its role for this long at most, while the directory answers. */
const FRESH_MILLISECONDS = 5 * 60_000;
/** While it does not, what was read last is still believed: a directory's outage must not stop people at work. */
const BELIEVED_MILLISECONDS = 60 * 60_000;
/** A click waits no longer than this for the directory. */
const PATIENCE_MILLISECONDS = 3_000;
const PAUSE_AFTER_FAILURE_MILLISECONDS = 30_000;

interface Read {
  members: ReadonlySet<string>;
  at: number;
}

/** Keeps the members of the groups that give roles, read when somebody acts. In memory: a restart reads them anew. */
export function createGroupRoles({ roleGroups, groups, clock, logger }: GroupRolesOptions): GroupRoles {
  const known = new Map<string, Read>();
  const reading = new Map<string, Promise<void>>();
  const pausedUntil = new Map<string, number>();
  const now = () => clock.now().getTime();

  async function read(key: string, groupId: string, tenantId: string): Promise<void> {
    try {
      const members = await groups.membersOf(groupId, tenantId);
      if (members === null) logger.warn({ groupId, tenantId }, 'ROLE_GROUPS names a group that is not there');
      known.set(key, { members: members ?? new Set(), at: now() });
    } catch (error) {
      pausedUntil.set(key, now() + PAUSE_AFTER_FAILURE_MILLISECONDS);
      logger.warn({ err: error, groupId }, 'a group of ROLE_GROUPS could not be read');
    } finally {
      reading.delete(key);
    }
  }

  async function membersOf(groupId: string, tenantId: string): Promise<ReadonlySet<string> | null> {
    const key = `${tenantId}/${groupId}`;
    const isWithin = (milliseconds: number) => now() - (known.get(key)?.at ?? Number.NEGATIVE_INFINITY) < milliseconds;
    const isPaused = (pausedUntil.get(key) ?? 0) > now();
    if (!isWithin(FRESH_MILLISECONDS) && !isPaused) {
      const under = reading.get(key) ?? read(key, groupId, tenantId);
      reading.set(key, under);
      await atMost(clock, PATIENCE_MILLISECONDS, under);
    }
    return isWithin(BELIEVED_MILLISECONDS) ? known.get(key)!.members : null;
  }

  return {
    configured: roleGroups,
    async rolesOf({ objectId, tenantId }) {
      const found = await Promise.all(
        roleGroups.map(async ({ role, groupId }) => ({ role, members: await membersOf(groupId, tenantId) })),
      );
      return {
        roles: [...new Set(found.filter(({ members }) => members?.has(objectId)).map(({ role }) => role))],
        isComplete: found.every(({ members }) => members !== null),
      };
    },
  };
}

async function atMost(clock: Clock, milliseconds: number, work: Promise<void>): Promise<void> {
  let cancel: () => void = () => undefined;
  const patience = new Promise<void>((resolve) => (cancel = clock.after(milliseconds, resolve)));
  await Promise.race([work, patience]);
  cancel();
}
