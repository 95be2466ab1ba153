import { randomUUID } from 'node:crypto';
import type { Logger } from './logger.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';
import type { Turn } from './turn.ts';

/** A fault of ours, as the person is told of it: with a number that finds it in the log. */
export function apologise(logger: Logger, { conversation }: Turn, error: unknown): Refusal {
  const correlationId = randomUUID();
  logger.error({ err: error, correlationId, conversation: conversation.id }, 'a turn failed');
  const text = `Something went wrong on our side; it may or may not have been done. Reference: ${correlationId}`;
  return refusal('internal_error', text);
}
