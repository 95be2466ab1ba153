import { randomUUID } from 'node:crypto';
import { HttpError } from '../http-error.ts';

/** An error body in Graph's shape; the date has no zone, as on the wire. */
export function graphErrorBody(code: string, message: string) {
  const requestId = randomUUID();
  const date = new Date().toISOString().slice(0, 19);
  return { error: { code, message, innerError: { date, 'request-id': requestId, 'client-request-id': requestId } } };
}

export function graphError(status: number, code: string, message: string, headers?: Record<string, string>): HttpError {
  return new HttpError(status, graphErrorBody(code, message), headers);
}

export const badRequest = (message: string): HttpError => graphError(400, 'BadRequest', message);
