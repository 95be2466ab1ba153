import type { CardButtonData } from '../cards/card-data.ts';
import { isUnbound } from './answer-place.ts';
import { audit, auditedAs } from './audit.ts';
import type { Caller } from './authorise.ts';
import { COMMANDS } from './commands.ts';
import { helpReply } from './commands/help.ts';
import { driftReply } from './drift-reply.ts';
import { figureReply } from './figure-reply.ts';
import { listReply } from './list-reply.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';
import { roleRequired } from './role-required.ts';
import { hasRole } from './roles.ts';
import type { Services } from './services.ts';
import { syncStatusReply } from './sync-status-reply.ts';
import type { Role } from '../sync/ports/chat-records.ts';
import type { Turn } from './turn.ts';

export interface CardPress {
  caller: Caller;
  turn: Turn;
  data: CardButtonData;
}

/** The least role for each; null: anybody the bot serves. */
const ROLE_FOR: Record<CardButtonData['verb'], Role | null> = {
  help: null,
  list: 'viewer',
  figure: 'viewer',
  drift: 'responder',
  syncStatus: 'responder',
};

/** A button of a card that is about no single incident: it only shows something, and who looked is audited. */
export async function pressCardButton(services: Services, press: CardPress): Promise<Reply> {
  const { caller, turn, data } = press;
  const forbidden = await refusePress(services, press);
  const outcome = forbidden === null ? 'accepted' : (`refused:${forbidden.code}` as const);
  if (data.verb !== 'help')
    await audit(services, { who: caller.person, action: auditedAs(data.verb), incident: null, outcome });
  if (forbidden !== null) return refused(forbidden);
  switch (data.verb) {
    case 'help':
      return helpReply(caller, COMMANDS);
    case 'list':
      return listReply(services, caller, data);
    case 'figure':
      return figureReply(services, data);
    case 'drift':
      return driftReply(services, turn.conversation.id, data.offset);
    case 'syncStatus':
      return syncStatusReply(services);
    default:
      return data satisfies never;
  }
}

async function refusePress(services: Services, { caller, turn, data: { verb } }: CardPress): Promise<Refusal | null> {
  const role = ROLE_FOR[verb];
  if (role !== null && !hasRole(caller.roles, role))
    return roleRequired(caller, `This needs the role ${role}. An admin can grant it: "grant ${role} @you".`);
  const discloses = verb === 'list' || verb === 'figure' || verb === 'drift';
  return discloses && (await isUnbound(services, turn)) ? refusal('unbound_conversation') : null;
}
