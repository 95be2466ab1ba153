import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import type { BotAdapter } from './bot-adapter.ts';
import { HttpFault } from './http-fault.ts';
import type { Logger } from './logger.ts';
import { readActivity } from './read-activity.ts';
import { readBody } from './read-body.ts';
import { refuseWebPage } from './refuse-web-page.ts';

export interface ReceiveServices {
  adapter: BotAdapter;
  /** The only issuer tokens are taken from; null while running without authentication. */
  issuer: string | null;
  bot: { receive(context: TurnContext, responseSent: Promise<void>): Promise<void> };
  isTrustedServiceUrl(url: string): boolean;
  logger: Logger;
}

interface Answer {
  status: number;
  body?: unknown;
}

/** `POST /api/messages`. Answers 4xx to what is not a verified activity, otherwise what the turn says; never 5xx. */
export async function receiveActivity(
  services: ReceiveServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const responseSent = once(response, 'close').then(() => undefined);
  const { status, body } = await answer(services, request, responseSent);
  if (status === 413) response.setHeader('Connection', 'close');
  // Not `writeHead(…).end(…)`: restify's own writeHead returns nothing.
  response.statusCode = status;
  if (body === undefined) return void response.end();
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

async function answer(
  services: ReceiveServices,
  request: IncomingMessage,
  responseSent: Promise<void>,
): Promise<Answer> {
  const { adapter, issuer, bot, isTrustedServiceUrl, logger } = services;
  try {
    if (issuer === null) refuseWebPage(request.headers);
    const activity = readActivity(await readBody(request), isTrustedServiceUrl);
    const authenticated = await adapter.authenticate(activity, request.headers.authorization ?? '');
    try {
      const invoked = await adapter.runTurn(authenticated, activity, (context) => bot.receive(context, responseSent));
      return invoked === undefined ? { status: 200 } : { status: invoked.status, body: invoked.body as unknown };
    } catch (error) {
      return apologise(activity, error, logger);
    }
  } catch (error) {
    if (!(error instanceof HttpFault)) return lostRequest(error, logger);
    logger.warn({ code: error.code, cause: error.cause, from: request.socket.remoteAddress }, 'a request was refused');
    return { status: error.status, body: error.toBody() };
  }
}

/** A turn that failed where the bot itself could not tell the person. Teams would only repeat it after a 5xx. */
function apologise(activity: Activity, error: unknown, logger: Logger): Answer {
  const correlationId = randomUUID();
  logger.error({ err: error, correlationId, type: activity.type, name: activity.name }, 'a turn failed');
  const value = `Something went wrong on our side. Reference: ${correlationId}`;
  if (activity.type !== 'invoke') return { status: 200 };
  const data = { code: 'internal_error' };
  const isTask = activity.name?.startsWith('task/') === true;
  if (isTask) return { status: 200, body: { task: { type: 'message', value }, data } };
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value, data } };
}

/** The connection broke while the request was read: nobody is there to answer. */
function lostRequest(error: unknown, logger: Logger): Answer {
  logger.warn({ err: error }, 'a request was lost');
  return { status: 400, body: new HttpFault(400, 'incomplete', 'The request was not complete.').toBody() };
}
