import type { CardButtonData } from '../cards/card-data.ts';
import { isUnbound } from './answer-place.ts';
import { audit, auditedAs } from './audit.ts';
import type { Caller } from './authorise.ts';
import { COMMANDS } from './commands.ts';
import { helpReply } from './commands/help.ts';
import { driftReply } from './drift-reply.ts';
import { listReply } from './list-reply.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';
import { hasRole } from './roles.ts';
import type { Services } from './services.ts';
import { syncStatusReply } from './sync-status-reply.ts';
import type { Turn } from './turn.ts';

export interface CardPress {
  caller: Caller;
  turn: Turn;
  data: CardButtonData;
}

/** A button of a card that is about no single incident: it only shows something. */
export async function pressCardButton(services: Services, { caller, turn, data }: CardPress): Promise<Reply> {
  const refuse = async (because: Refusal): Promise<Reply> => {
    const row = { who: caller.person, action: auditedAs(data.verb), incident: null };
    await audit(services, { ...row, outcome: `refused:${because.code}` });
    return refused(because);
  };
  switch (data.verb) {
    case 'help':
      return helpReply(caller, COMMANDS);
    case 'list':
      if (!hasRole(caller.roles, 'viewer')) return refuse(refusal('role_required'));
      if (await isUnbound(services, turn)) return refuse(refusal('unbound_conversation'));
      return listReply(services, caller, data);
    case 'drift':
      if (!hasRole(caller.roles, 'responder')) return refuse(refusal('role_required'));
      if (await isUnbound(services, turn)) return refuse(refusal('unbound_conversation'));
      return driftReply(services, turn.conversation.id, data.offset);
    case 'syncStatus':
      if (!hasRole(caller.roles, 'responder')) return refuse(refusal('role_required'));
      return syncStatusReply(services);
    default:
      return data satisfies never;
  }
}
