/** Someone an incident is assigned to, as far as one side knows them. Null stands for "nobody". */
export interface Owner {
  /** User principal name, or the free text Defender holds ("Defender Experts"). */
  upn: string | null;
  /** Entra object id; Defender does not know it. */
  objectId: string | null;
  name: string | null;
  /** Who this is in every tenant, where that is known (`People`): each tenant has other ids for one person. */
  personId?: string;
}

/** Someone who acts from chat, as the platform vouched for them. */
export interface Person {
  /** Entra object id, lower case. */
  objectId: string;
  tenantId: string;
  upn: string | null;
  name: string;
}

/** What tells two owners of one side apart. */
export function ownerKey(owner: Owner | null): string | null {
  if (owner === null) return null;
  return (owner.upn ?? owner.objectId ?? owner.name)?.trim().toLowerCase() || null;
}

/** Whether two readings, of one side or of both, name the same person. */
export function sameOwner(a: Owner | null, b: Owner | null): boolean {
  if (ownerKey(a) === ownerKey(b)) return true;
  const isShared = (left: string | null | undefined, right: string | null | undefined) =>
    left != null && left.toLowerCase() === right?.toLowerCase();
  return isShared(a?.objectId, b?.objectId) || isShared(a?.personId, b?.personId);
}
