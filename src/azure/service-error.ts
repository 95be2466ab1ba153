import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { RemoteError } from '../sync/ports/remote-error.ts';
import type { RemoteErrorCode } from '../sync/ports/remote-error.ts';
import { namedProperty } from './named-property.ts';
import { redact } from './redact.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** Codes are numbers in some bodies; what is neither is left out, and an error all the same. */
const Words = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);

/** OData's and ARM's error body, and OAuth's, which gateways in front of both use. */
const ErrorBody = z.union([
  z
    .object({ error: z.object({ code: Words, message: Words }) })
    .transform(({ error }) => ({ code: error.code ?? '', message: error.message ?? '' })),
  z
    .object({ error: z.string(), error_description: z.string().nullish() })
    .transform(({ error, error_description }) => ({ code: error, message: error_description ?? '' })),
]);

/** What a service said went wrong, or null where the body is no error body. */
export function readErrorBody(body: unknown): { code: string; message: string } | null {
  return ErrorBody.safeParse(body).data ?? null;
}

/** What other gateways and frameworks answer with: only under a status that is no success are these names an error's. */
const BareError = z
  .object({ code: Words, message: Words, Message: Words, title: Words, detail: Words })
  .transform(({ code, message, Message, title, detail }) => ({
    code: code ?? '',
    message: message ?? Message ?? [title, detail].filter(Boolean).join(': '),
  }))
  .refine(({ code, message }) => code !== '' || message !== '');

/** The JSON a text holds; undefined for an empty one and for anything that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    // Some gateways put a byte order mark before it.
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch {
    return undefined;
  }
}

/** An answer whose status is not a success, as RemoteError. `target` says what was asked, `sent` is its body. */
export function serviceError(
  response: PipelineResponse,
  asked: { target: string; sent: unknown; isWrite: boolean },
): RemoteError {
  const { status } = response;
  const body = parseJson(response.bodyAsText ?? '');
  const said = readErrorBody(body) ?? BareError.safeParse(body).data ?? null;
  const code = codeOf(status);
  const words = redact([said?.code, said?.message].filter(Boolean).join(': '));
  const property = code === 'invalid' ? namedProperty(asked.sent, said?.message ?? '', body) : null;
  const wait = status === 429 || status === 503 ? retryAfterSeconds(response) : null;
  return new RemoteError(code, `${asked.target} was answered HTTP ${status} ${words}`.trimEnd(), {
    status,
    inDoubt: asked.isWrite && MAY_BE_DONE.has(status),
    ...(property === null ? {} : { property }),
    ...(wait === null ? {} : { retryAfterSeconds: wait }),
  });
}

// A gateway that gave up waiting, and a service that fell over half way, may both have done the work.
const MAY_BE_DONE = new Set([408, 500, 502, 504]);

function codeOf(status: number): RemoteErrorCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'notFound';
    case 429:
      return 'throttled';
    // Somebody else was at it, or it is locked or too early: true at this moment, not for good.
    case 408:
    case 409:
    case 412:
    case 423:
    case 425:
      return 'server';
    default:
      if (status >= 500) return 'server';
      // A redirect is not followed, so whatever it was, it is not the answer.
      return status >= 400 ? 'invalid' : 'unreadable';
  }
}
