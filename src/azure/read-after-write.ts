import { RemoteError } from '../sync/ports/remote-error.ts';

/**
 * Reads what a write has left, where its answer (a success without a body) does not show it. Whatever goes wrong here,
 * the write was taken: the RemoteError says that it is in doubt, and never that it was refused.
 * @param what was written, as the beginning of a sentence
 */
export async function readAfterWrite<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const { code, message, status, retryAfterSeconds } =
      error instanceof RemoteError ? error : new RemoteError('unreadable', String(error));
    throw new RemoteError(code === 'invalid' ? 'unreadable' : code, `${what} was sent, but ${message}`, {
      inDoubt: true,
      cause: error,
      ...(status === null ? {} : { status }),
      ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
    });
  }
}
