import type { Owner } from '../../incident/person.ts';
import type { Side } from '../../incident/side.ts';
import type { SyncContext } from '../context.ts';

/**
 * The person as the side must be given them: Defender holds a UPN, Sentinel a directory object. Who is known to have
 * an account in the side's tenant is that account; others are looked up in its directory. Null where that knows nobody
 * by that name ("Defender Experts", a group).
 */
export async function resolveOwner(context: SyncContext, side: Side, owner: Owner): Promise<Owner | null> {
  const known = context.people.accountIn(context.tenants[side], owner);
  if (known !== null) return known;
  const enough = side === 'defender' ? owner.upn !== null : owner.objectId !== null && owner.upn !== null;
  if (enough && context.tenants.defender === context.tenants.sentinel) return owner;
  return context.directories[side].resolve(owner);
}
