import { RemoteError } from '../sync/ports/remote-error.ts';
import { redact } from './redact.ts';

/**
 * The answer about one resource, when it is about that one. Throws RemoteError `unreadable` for another's (a cache in
 * between, say): what is written next would be decided on a stranger's values.
 * @param isWrite the request may have been carried out all the same
 */
export function refuseOtherId<T>(asked: string, answered: string, answer: T, isWrite = false): T {
  if (asked.toLowerCase() === answered.toLowerCase()) return answer;
  const message = `${redact(asked, 80)} was asked for, and ${redact(answered, 80)} was answered`;
  throw new RemoteError('unreadable', message, { inDoubt: isWrite });
}
