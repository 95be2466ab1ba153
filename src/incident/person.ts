/** Someone an incident is assigned to, as far as one side knows them. Null stands for "nobody". */
export interface Owner {
  /** User principal name, or the free text Defender holds ("Defender Experts"). */
  upn: string | null;
  /** Entra object id; Defender does not know it. */
  objectId: string | null;
  name: string | null;
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
  const [left, right] = [a?.objectId?.toLowerCase(), b?.objectId?.toLowerCase()];
  return left !== undefined && left === right;
}
