import type { SimRequest } from '../server.ts';
import { HttpError } from '../http-error.ts';
import { badRequest } from './graph-error.ts';

/** The request's JSON object; 400 in Graph's words otherwise. */
export function readBody(request: SimRequest): Record<string, unknown> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw badRequest('A missing or unsupported content type header was found when trying to read a message.');
  }
  const body = parse(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  return body as Record<string, unknown>;
}

function parse(request: SimRequest): unknown {
  try {
    return request.json();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}
