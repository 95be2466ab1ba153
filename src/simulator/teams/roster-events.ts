import type { Channel, Conversation } from './conversation.ts';
import type { BotAnswer, Inbound } from './inbound.ts';
import { objectAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Person } from './person.ts';

/** Teams tells of an installation twice: who joined, and that the app came. */
export async function tellInstalled(
  inbound: Inbound,
  by: Person,
  where: Conversation,
  isAdded: boolean,
): Promise<BotAnswer[]> {
  const bot = inbound.botAccount();
  const members = isAdded ? { membersAdded: [{ id: bot.id }] } : { membersRemoved: [{ id: bot.id }] };
  const eventType = isAdded ? 'teamMemberAdded' : 'teamMemberRemoved';
  const roster = event(inbound, by, where, { type: 'conversationUpdate', ...members }, eventType);
  const installation = event(inbound, by, where, { type: 'installationUpdate', action: isAdded ? 'add' : 'remove' });
  return [await inbound.post(roster), await inbound.post(installation)];
}

/** Somebody joined or left the team or chat. */
export function tellMembers(inbound: Inbound, who: Person, where: Conversation, isAdded: boolean): Promise<BotAnswer> {
  const account = { id: who.mri, ...(who.objectId === undefined ? {} : { aadObjectId: who.objectId }) };
  const members = isAdded ? { membersAdded: [account] } : { membersRemoved: [account] };
  const eventType = isAdded ? 'teamMemberAdded' : 'teamMemberRemoved';
  return inbound.post(event(inbound, who, where, { type: 'conversationUpdate', ...members }, eventType));
}

/** A channel was deleted. The event comes from the team, and names the channel. */
export function tellChannelDeleted(inbound: Inbound, by: Person, channel: Channel): Promise<BotAnswer> {
  const told = event(inbound, by, general(channel), { type: 'conversationUpdate' }, 'channelDeleted');
  return inbound.post({
    ...told,
    channelData: { ...objectAt(told, 'channelData'), channel: { id: channel.id, name: channel.name } },
  });
}

const general = (channel: Channel): Channel => ({ ...channel, id: channel.team.id });

function event(inbound: Inbound, by: Person, where: Conversation, body: JsonObject, eventType?: string): JsonObject {
  const base = inbound.activityBase(by, where);
  const isTeam = where.kind === 'channel';
  return {
    ...base,
    ...body,
    channelData: {
      ...objectAt(base, 'channelData'),
      ...(isTeam && eventType !== undefined ? { eventType } : {}),
      ...(body.type === 'installationUpdate' ? { settings: { selectedChannel: { id: where.id } } } : {}),
    },
  };
}
