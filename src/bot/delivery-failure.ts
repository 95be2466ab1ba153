import { z } from 'zod';
import type { Delivery } from './teams-gateway.ts';

/** The parts of the SDK's request errors that tell what to do next. */
const RequestError = z.object({
  name: z.literal('RestError'),
  message: z.string(),
  statusCode: z.number().optional(),
  response: z
    .object({
      headers: z.custom<{ get(name: string): string | undefined }>((headers) => typeof headers === 'object').optional(),
      bodyAsText: z.string().nullish(),
    })
    .optional(),
});

const ErrorBody = z.object({ error: z.object({ code: z.string() }) });

const DEFAULT_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 600;

/**
 * What a failed request means for the message. Teams asks to try again on 412 as well as on 429 and 5xx. A
 * failure that is not the service's answer (no connection, no token) may pass too.
 */
export function toDelivery(error: unknown, isEdit: boolean): Exclude<Delivery, { outcome: 'sent' }> {
  const parsed = RequestError.safeParse(error);
  if (!parsed.success) return retry(DEFAULT_WAIT_SECONDS, error instanceof Error ? error.message : 'unknown failure');
  const { statusCode, response } = parsed.data;
  const code = codeOf(response?.bodyAsText ?? '');
  const reason = [statusCode ?? 'no answer', code].join(' ').trim();
  if (statusCode === 403) return { outcome: 'gone', what: 'conversation', reason };
  if (statusCode === 404) {
    const isMessage = isEdit && code !== 'ConversationNotFound';
    return { outcome: 'gone', what: isMessage ? 'message' : 'conversation', reason };
  }
  const mayPass = statusCode === undefined || statusCode >= 500 || [401, 408, 412, 429].includes(statusCode);
  if (!mayPass) return { outcome: 'rejected', reason };
  return retry(retryAfter(response?.headers?.get('retry-after')) ?? DEFAULT_WAIT_SECONDS, reason);
}

function retry(afterSeconds: number, reason: string): Exclude<Delivery, { outcome: 'sent' }> {
  return { outcome: 'retry', afterSeconds, reason: reason.slice(0, 300) };
}

/** Seconds; Teams sends no dates here, and a wait of none is no wait that was asked for. */
function retryAfter(header: string | undefined): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_WAIT_SECONDS) : null;
}

function codeOf(body: string): string {
  try {
    return ErrorBody.parse(JSON.parse(body)).error.code;
  } catch {
    return '';
  }
}
