import { randomUUID } from 'node:crypto';
import { HttpError } from '../http-error.ts';

/** An error body of this API; `target` is a tracking id, never the name of what was wrong. */
export function legacyErrorBody(code: string, message: string) {
  return { error: { code, message, target: randomUUID() } };
}

export function legacyError(status: number, code: string, message: string): HttpError {
  return new HttpError(status, legacyErrorBody(code, message));
}

/** What any fault of a body is answered with: it does not say which. */
export const invalidBody = (): HttpError => legacyError(400, 'InvalidRequestBody', 'Request body is incorrect');

export const invalidQuery = (why: string): HttpError =>
  legacyError(400, 'ODataError', `Invalid OData URI query: ${why}`);
