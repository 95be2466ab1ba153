import { RemoteError } from '../sync/ports/remote-error.ts';
import { AnswerTooLarge } from './policies/read-body.ts';

/** Whether an answer was not read to its end because there was too much of it: fewer items may be had. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof RemoteError && error.cause instanceof AnswerTooLarge;
}
