import { RemoteError } from '../sync/ports/remote-error.ts';

/** What a service answers; null where it has no such thing. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'notFound') return null;
    throw error;
  }
}
