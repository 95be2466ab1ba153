import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { RequestPipeline } from './pipeline.ts';
import { AnswerTooLarge } from './policies/read-body.ts';
import { ShortMembers } from './short-members.ts';
import { RequestTimedOut } from './policies/time-out.ts';
import { presentPriority } from './priority.ts';
import { errorCode, redact, withoutSecrets } from './redact.ts';
import { requestContext, setRequestContext } from './request-context.ts';
import { requestTarget } from './request-target.ts';
import { parseJson, readErrorBody, serviceError } from './service-error.ts';

export interface RemoteCall {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  url: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** A POST that changes nothing counts as a read. */
  isQuery?: boolean;
}

export interface RemoteAnswer<T> {
  /** Any 2xx; 206 says that the service itself calls the answer incomplete. */
  status: number;
  data: T;
}

/**
 * Sends one request and parses the answer with `schema` (an empty body parses as undefined). Whatever goes
 * wrong on the way is thrown as RemoteError, with a message that names method, path and what came.
 */
export async function send<T>(
  pipeline: RequestPipeline,
  call: RemoteCall,
  schema: z.ZodType<T>,
): Promise<RemoteAnswer<T>> {
  const isWrite = call.method !== 'GET' && call.isQuery !== true;
  const target = requestTarget(call.method, call.url);
  const request = toRequest(call, isWrite);
  let response: PipelineResponse;
  try {
    response = await pipeline.send(request);
  } catch (error) {
    throw noAnswer(error, target, isWrite && requestContext(request).sent);
  }
  const { status } = response;
  if (status < 200 || status > 299) throw serviceError(response, { target, sent: call.body, isWrite });
  return { status, data: parseAnswer(response, schema, (what) => unreadable(target, what, status, isWrite)) };
}

/**
 * Reads an answer that is too large to be taken in for what can be told of it. Throws RemoteError as `send` does,
 * but whatever the answer holds is taken as it is.
 */
export async function skim(pipeline: RequestPipeline, call: RemoteCall): Promise<ShortMembers> {
  const target = requestTarget(call.method, call.url);
  const request = toRequest(call, false);
  const members = new ShortMembers();
  requestContext(request).skim = (chunk) => members.feed(chunk);
  try {
    const response = await pipeline.send(request);
    if (response.status < 200 || response.status > 299)
      throw serviceError(response, { target, sent: call.body, isWrite: false });
  } catch (error) {
    throw noAnswer(error, target, false);
  }
  return members;
}

function toRequest(call: RemoteCall, isWrite: boolean): PipelineRequest {
  const headers = createHttpHeaders({ Accept: 'application/json', ...call.headers });
  if (call.body !== undefined) headers.set('Content-Type', 'application/json; charset=utf-8');
  const request = createPipelineRequest({
    url: call.url,
    method: call.method,
    headers,
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  setRequestContext(request, { kind: isWrite ? 'writes' : 'reads', priority: presentPriority(), sent: false });
  return request;
}

// The connection never came to be, so nothing can have been carried out.
const NEVER_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|.*CERT.*|ERR_TLS.*|UNABLE_TO_.*)$/;

function noAnswer(error: unknown, target: string, mayBeDone: boolean): RemoteError {
  if (error instanceof RemoteError) return error;
  if (error instanceof AnswerTooLarge) {
    const message = `${target} was answered with ${error.message}`;
    return new RemoteError('unreadable', message, { inDoubt: mayBeDone, cause: error });
  }
  const code = errorCode(error) ?? '';
  const reason = error instanceof RequestTimedOut ? error.message : code || redact(withoutSecrets(error).message, 120);
  return new RemoteError('unreachable', `${target} got no answer: ${reason}`, {
    inDoubt: mayBeDone && !NEVER_CONNECTED.test(code),
    cause: withoutSecrets(error),
  });
}

function parseAnswer<T>(response: PipelineResponse, schema: z.ZodType<T>, fault: (what: string) => RemoteError): T {
  const text = response.bodyAsText ?? '';
  const body = parseJson(text);
  if (body === undefined && text.trim() !== '') {
    throw fault(text.trimStart().startsWith('<') ? 'a web page instead of JSON' : 'something that is not JSON');
  }
  const error = readErrorBody(body);
  if (error !== null) throw fault(`an error in the body (${redact(`${error.code}: ${error.message}`)})`);
  const parsed = parseWith(schema, body);
  if (parsed === null) throw fault('a body nested too deeply to be read');
  if (!parsed.success) throw fault(`an unexpected body (${firstIssue(parsed.error)})`);
  return parsed.data;
}

/** Null where the stack does not suffice: brackets within brackets, tens of thousands of them. */
function parseWith<T>(schema: z.ZodType<T>, body: unknown): z.ZodSafeParseResult<T> | null {
  try {
    return schema.safeParse(body);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function unreadable(target: string, what: string, status: number, isWrite: boolean): RemoteError {
  return new RemoteError('unreadable', `${target} was answered HTTP ${status} with ${what}`, {
    status,
    inDoubt: isWrite,
  });
}

/** Where a value departs from its schema first, in few words. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'the value';
  return redact(`${where}: ${issue?.message ?? 'not as expected'}`, 200);
}
