import type { z } from 'zod';
import { HttpError } from '../http-error.ts';
import type { SimRequest } from '../server.ts';
import { armError, badRequest } from './arm-error.ts';

/** The request's body in the given shape; 400 in ARM's words otherwise, naming the first fault. */
export function readBody<S extends z.ZodType>(request: SimRequest, schema: S): z.infer<S> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw armError(
      415,
      'UnsupportedMediaType',
      'The content media type is not supported. Only application/json is supported.',
    );
  }
  return parseBody(json(request), schema);
}

export function parseBody<S extends z.ZodType>(body: unknown, schema: S): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const member = issue.keys[0] ?? '';
    throw armError(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: 'Could not find member '${member}' on object '${path || 'root'}'.'`,
    );
  }
  throw badRequest(`Invalid value for property '${path}': ${issue?.message ?? 'invalid'}`);
}

function json(request: SimRequest): unknown {
  try {
    return request.json();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw armError(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.');
  }
}
