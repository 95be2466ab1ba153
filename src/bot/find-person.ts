import type { Person } from '../incident/person.ts';
import type { Call } from './commands/command.ts';
import { standingOf } from './authorise.ts';
import type { Mention } from './turn.ts';

/** The member of this organisation that a mention names; null for guests, bots, strangers and unknowns. */
export async function findMentioned({ services, turn, caller }: Call, mention: Mention): Promise<Person | null> {
  const lookup = await services.gateway.member(turn.conversation, mention.id);
  if (lookup.outcome !== 'found') return null;
  const { member } = lookup;
  const { tenantId } = caller.person;
  if (member.objectId === null || standingOf(member, member.objectId, tenantId) !== 'member') return null;
  return { objectId: member.objectId, tenantId, upn: member.upn, name: member.name };
}
