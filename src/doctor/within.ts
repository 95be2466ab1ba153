import { RemoteError } from '../sync/ports/remote-error.ts';

/** Gives work so long. Not every client listens to the signal, so the wait ends in any case: RemoteError `unreachable`. */
export async function within<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new RemoteError('unreachable', `no answer within ${seconds} s`));
    controller.abort();
  }, seconds * 1000);
  try {
    return await Promise.race([work(controller.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}
