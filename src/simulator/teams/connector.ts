import { HttpError } from '../http-error.ts';
import { segments } from '../server.ts';
import type { SimHandler, SimRequest, SimResponse } from '../server.ts';
import type { ConnectorContext } from './connector-context.ts';
import { connectorError } from './connector-error.ts';
import { createConversation } from './create-conversation.ts';
import { listChannels, listMembers, pageMembers, readMember, readTeam } from './connector-rosters.ts';
import { deleteActivity, editActivity, postActivity } from './connector-activities.ts';
import { splitThread } from './ids.ts';
import type { RateKind } from './rate-limits.ts';

/** Tells whether an `Authorization` header carries a token that Entra issued to the bot for the connector. */
export type VerifyBotToken = (authorization: string | undefined) => Promise<boolean>;

/**
 * The Bot Framework connector as a bot sees it, below `/teams`. Every call needs the bot's own token,
 * and every call in a conversation counts against its limits.
 */
export function connectorHandler(context: ConnectorContext, verifyToken: VerifyBotToken): SimHandler {
  return async (request) => {
    if (!(await verifyToken(request.headers.authorization))) {
      throw connectorError(401, 'BotUnauthorized', 'Authorization has been denied for this request.');
    }
    const route = segments(request.path);
    if (route[0] !== 'teams' || route[1] !== 'v3') throw noRoute();
    return handle(context, request, route.slice(2));
  };
}

function handle(context: ConnectorContext, request: SimRequest, route: string[]): SimResponse {
  const [collection, id, part, partId, ...more] = route;
  if (more.length > 0) throw noRoute();
  const limited = (kind: RateKind, conversation: string) => takePlace(context, kind, conversation);
  if (collection === 'teams' && id !== undefined && request.method === 'GET') {
    limited('read', id);
    if (part === undefined) return readTeam(context, id);
    if (part === 'conversations' && partId === undefined) return listChannels(context, id);
    throw noRoute();
  }
  if (collection !== 'conversations') throw noRoute();
  if (id === undefined) {
    if (request.method !== 'POST') throw noRoute();
    return createConversation(context, request.json(), (conversation) => limited('send', conversation));
  }
  limited(request.method === 'GET' ? 'read' : 'send', splitThread(id).base);
  switch (`${request.method} ${part}${partId === undefined ? '' : '/:id'}`) {
    case 'POST activities':
      return postActivity(context, id, request.json());
    case 'POST activities/:id':
      return postActivity(context, id, request.json(), partId);
    case 'PUT activities/:id':
      return editActivity(context, id, partId ?? '', request.json());
    case 'DELETE activities/:id':
      return deleteActivity(context, id, partId ?? '');
    case 'GET members':
      return listMembers(context, id);
    case 'GET pagedmembers':
      return pageMembers(context, id, request.query);
    case 'GET members/:id':
      return readMember(context, id, partId ?? '');
    default:
      throw noRoute();
  }
}

function takePlace(context: ConnectorContext, kind: RateKind, conversation: string): void {
  const waitSeconds = context.limits.take(conversation, kind);
  if (waitSeconds === null) return;
  throw connectorError(429, 'TooManyRequests', 'API calls quota exceeded.', { 'Retry-After': String(waitSeconds) });
}

const noRoute = () => new HttpError(404, { message: 'No HTTP resource was found that matches the request URI.' });
