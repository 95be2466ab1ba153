import type { Owner } from '../../incident/person.ts';
import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';

/**
 * The person as the side must be given them: Defender holds a UPN, Sentinel a directory object. Null where the
 * side's directory knows nobody by that name ("Defender Experts", a group).
 */
export async function resolveOwner(context: SyncContext, side: Side, owner: Owner): Promise<Owner | null> {
  const enough = side === 'defender' ? owner.upn !== null : owner.objectId !== null && owner.upn !== null;
  if (enough && context.tenants.defender === context.tenants.sentinel) return owner;
  return context.directories[side].resolve(owner);
}
