import type { SimResponse } from '../server.ts';
import { connectorError, conversationNotFound, notOnRoster } from './connector-error.ts';
import type { ConnectorContext } from './connector-context.ts';
import { isInstalledIn, membersOf } from './conversation.ts';
import type { Team } from './conversation.ts';
import type { Person } from './person.ts';

/** `GET /v3/teams/:id` */
export function readTeam(context: ConnectorContext, id: string): SimResponse {
  const team = installedTeam(context, id);
  return {
    status: 200,
    body: {
      id: team.id,
      name: team.name,
      aadGroupId: team.aadGroupId,
      tenantId: context.state.tenantId,
      type: 'standard',
      channelCount: team.channels.length,
      memberCount: team.members.length,
    },
  };
}

/** `GET /v3/teams/:id/conversations`: the General channel comes without a name, as from Teams. */
export function listChannels(context: ConnectorContext, id: string): SimResponse {
  const team = installedTeam(context, id);
  const conversations = team.channels.map((channel) =>
    channel.id === team.id
      ? { id: channel.id, type: 'standard' }
      : { id: channel.id, name: channel.name, type: 'standard' },
  );
  return { status: 200, body: { conversations } };
}

/** `GET .../members`: the old call, which gives everybody at once. */
export function listMembers(context: ConnectorContext, id: string): SimResponse {
  return { status: 200, body: roster(context, id).map(member) };
}

/** `GET .../pagedmembers?pageSize=&continuationToken=`; Teams gives 50 to 500 a page and rounds other wishes. */
export function pageMembers(context: ConnectorContext, id: string, query: URLSearchParams): SimResponse {
  const everyone = roster(context, id);
  const wished = Number(query.get('pageSize') ?? 200);
  const size = Math.min(500, Math.max(50, Number.isInteger(wished) ? wished : 200));
  const from = Number(Buffer.from(query.get('continuationToken') ?? '', 'base64url').toString() || 0);
  if (!Number.isInteger(from) || from < 0)
    throw connectorError(400, 'BadSyntax', 'The continuation token is not valid.');
  const next = from + size;
  return {
    status: 200,
    body: {
      members: everyone.slice(from, next).map(member),
      ...(next < everyone.length ? { continuationToken: Buffer.from(String(next)).toString('base64url') } : {}),
    },
  };
}

/** `GET .../members/:id`, by `29:` id or Entra object id. */
export function readMember(context: ConnectorContext, id: string, memberId: string): SimResponse {
  const person = context.state.person(memberId);
  if (!person || !roster(context, id).includes(person)) {
    throw connectorError(404, 'MemberNotFoundInConversation', 'The member was not found in the conversation.');
  }
  return { status: 200, body: member(person) };
}

function installedTeam(context: ConnectorContext, id: string): Team {
  const team = context.state.teams.find((one) => one.id === id);
  if (!team) throw conversationNotFound();
  if (!team.installed) throw notOnRoster();
  return team;
}

function roster(context: ConnectorContext, id: string): Person[] {
  const conversation = context.state.conversation(id);
  if (!conversation) throw conversationNotFound();
  if (!isInstalledIn(conversation)) throw notOnRoster();
  return membersOf(conversation);
}

function member(person: Person) {
  const [givenName = person.name, ...rest] = person.name.split(' ');
  return {
    id: person.mri,
    name: person.name,
    givenName,
    surname: rest.join(' ') || undefined,
    objectId: person.objectId,
    aadObjectId: person.objectId,
    email: person.email,
    userPrincipalName: person.userPrincipalName,
    tenantId: person.tenantId,
    userRole: person.role,
  };
}
