import { z } from 'zod';
import { durationSeconds } from './duration.ts';

/** The kinds of value a file can hold; each message says what is accepted, as the end of "accepted: …". */

const LONGEST_SECONDS = 366 * 86_400;
const DURATION = 'an ISO 8601 duration of at least a minute and at most a year, such as PT15M, PT8H or P2D';

/** A duration as ISO 8601 writes it, read as seconds. */
export const fileDuration = z
  .string({ error: DURATION })
  .refine((text) => isWithin(durationSeconds(text)), { error: DURATION })
  .transform((text) => durationSeconds(text)!);

function isWithin(seconds: number | null): boolean {
  return seconds !== null && seconds >= 60 && seconds <= LONGEST_SECONDS;
}

/** An object of which every key has a meaning. */
export function fileObject<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? keys : `an object with ${keys}`),
  });
}
