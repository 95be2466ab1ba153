import type { CardSigner } from '../cards/card-signer.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { Digests } from '../sync/ports/digest.ts';
import type { OncallDesk } from '../sync/ports/oncall.ts';
import type { AdminPlaces } from './admin-places.ts';
import { createAuthoriser } from './authorise.ts';
import { DragomanBot } from './dragoman-bot.ts';
import type { GroupRoles } from './group-roles.ts';
import type { CardKeeping } from './keeper/card-keeping.ts';
import { LastWords } from './last-words.ts';
import type { Logger } from './logger.ts';
import type { PersonalChats } from './personal-chats.ts';
import type { TeamsGateway } from './teams-gateway.ts';

export interface CreateBotOptions {
  desk: Desk;
  digests: Digests;
  /** Null where no rota is configured. */
  oncall: OncallDesk | null;
  personalChats: Pick<PersonalChats, 'closed'>;
  chat: ChatRecords;
  gateway: TeamsGateway;
  keeper: CardKeeping;
  admins: AdminPlaces;
  groupRoles: GroupRoles;
  signer: CardSigner;
  /** IANA name; every time people see is in it. */
  timeZone: string;
  /** Channels and group chats that are sent digests, without `;messageid=`. */
  digestChannels: readonly string[];
  /** Entra object ids, lower case. */
  adminIds: readonly string[];
  /** Lower case. */
  allowedTenants: readonly string[];
  clock: Clock;
  logger: Logger;
}

/** The bot with everything it needs; its `receive` takes verified activities. */
export function createBot({ signer, timeZone, ...options }: CreateBotOptions): DragomanBot {
  return new DragomanBot({
    ...options,
    cards: { signer, timeZone },
    authoriser: createAuthoriser(options),
    lastWords: new LastWords(options.clock),
  });
}
