import { RemoteError } from './remote-error.ts';
import type { RemoteErrorCode } from './remote-error.ts';

/** Something asked of a service that may not let us know: the answer, or why there is none. */
export type Known<T> = { known: true; value: T } | Unknown;

export interface Unknown {
  known: false;
  /** In words for people, redacted. */
  reason: string;
  /** The service or the way to it failed: a later look may find out. Otherwise a permission or a resource is missing. */
  isPassing: boolean;
}

/** What stays until a person changes something: a permission, a name, a version this cloud lacks. */
const LASTING = new Set<RemoteErrorCode>(['forbidden', 'notFound', 'invalid']);

/** Asks, and takes a failed request for an answer too. Throws for anything else. */
export async function askedFor<T>(ask: () => Promise<T>): Promise<Known<T>> {
  try {
    return { known: true, value: await ask() };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return { known: false, reason: error.message, isPassing: !LASTING.has(error.code) };
  }
}
