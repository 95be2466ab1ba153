import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/** No complete answer came in time. */
export class RequestTimedOut extends Error {
  override readonly name = 'RequestTimedOut';
}

/**
 * Gives one try, its token included, so long. The client's own timeout ends when the headers are there, and a
 * credential may not listen to the signal at all; so the wait ends here in either case.
 */
export function timeOut(milliseconds: number): PipelinePolicy {
  return {
    name: 'timeOut',
    async sendRequest(request, next) {
      const controller = new AbortController();
      request.abortSignal = controller.signal;
      try {
        return await inTime(next(request), milliseconds);
      } catch (error) {
        controller.abort();
        throw error;
      } finally {
        delete request.abortSignal;
      }
    },
  };
}

/** What comes of the work; RequestTimedOut where nothing has after so long. The work itself may go on. */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new RequestTimedOut(`no answer within ${milliseconds / 1000} s`)),
    milliseconds,
  );
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
