import type { DirectoryUser, Tenant } from '../entra/directory.ts';
import { badRequest } from './arm-error.ts';
import type { OwnerBody } from './incident-body.ts';
import type { Owner } from './incident.ts';

/**
 * The owner a PUT asks for, completed from the directory of the workspace's tenant: the object id alone
 * counts. No object id and nothing else means nobody; an unknown id, or a name without an id, is refused.
 */
export function resolveOwner(body: OwnerBody | undefined, tenant: Tenant): Owner | null {
  const objectId = body?.objectId?.toLowerCase();
  if (objectId === undefined) {
    const named = body?.email ?? body?.assignedTo ?? body?.userPrincipalName ?? null;
    if (named === null) return null;
    throw badRequest("Property 'owner.objectId' is required to assign an owner.");
  }
  const owner = findOwner(objectId, tenant);
  const asked = body?.ownerType ?? 'Unknown';
  if (owner === null || (asked !== 'Unknown' && asked !== owner.ownerType)) {
    throw badRequest(`The owner with object id '${objectId}' was not found in the directory.`);
  }
  return owner;
}

function findOwner(objectId: string, tenant: Tenant): Owner | null {
  const user = tenant.users.find(({ id }) => id === objectId);
  if (user !== undefined) return ownerOf(user);
  const group = tenant.groups.find(({ id }) => id === objectId);
  if (group === undefined) return null;
  return { objectId, email: group.mail, assignedTo: group.displayName, userPrincipalName: null, ownerType: 'Group' };
}

/** A user of the directory as owner of an incident. */
export function ownerOf({ id, mail, displayName, userPrincipalName }: DirectoryUser): Owner {
  return { objectId: id, email: mail, assignedTo: displayName, userPrincipalName, ownerType: 'User' };
}
