import type { CardContext } from '../cards/seal.ts';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { Clock } from '../sync/ports/clock.ts';
import type { Desk } from '../sync/ports/desk.ts';
import type { Digests } from '../sync/ports/digest.ts';
import type { OncallDesk } from '../sync/ports/oncall.ts';
import type { AdminPlaces } from './admin-places.ts';
import type { Authoriser } from './authorise.ts';
import type { GroupRoles } from './group-roles.ts';
import type { CardKeeping } from './keeper/card-keeping.ts';
import type { LastWords } from './last-words.ts';
import type { Logger } from './logger.ts';
import type { PersonalChats } from './personal-chats.ts';
import type { TeamsGateway } from './teams-gateway.ts';

/** What commands and card actions work with. */
export interface Services {
  desk: Desk;
  digests: Digests;
  /** Null where no rota is configured. */
  oncall: OncallDesk | null;
  personalChats: Pick<PersonalChats, 'closed'>;
  chat: ChatRecords;
  gateway: TeamsGateway;
  authoriser: Authoriser;
  cards: CardContext;
  lastWords: LastWords;
  keeper: CardKeeping;
  clock: Clock;
  logger: Logger;
  /** Where admins are told what they must know without asking. */
  admins: AdminPlaces;
  /** Channels and group chats that are sent digests, without `;messageid=`. */
  digestChannels: readonly string[];
  groupRoles: Pick<GroupRoles, 'configured' | 'peopleWith'>;
  /** Entra object ids of the configured admins, lower case. */
  adminIds: readonly string[];
}
