/**
 * What can go wrong with a remote request, as the engine needs to tell it apart:
 * - `unreachable`: no answer was had (refused, reset, timed out, name not found)
 * - `throttled`: told to wait
 * - `unauthorized` / `forbidden`: the credential is not accepted, or may not do this
 * - `notFound`: no such incident, or not one we may see
 * - `invalid`: the request was refused for its content; the same request will be refused again
 * - `server`: the service failed
 * - `unreadable`: an answer came that is not what the contract promises
 */
export type RemoteErrorCode =
  'unreachable' | 'throttled' | 'unauthorized' | 'forbidden' | 'notFound' | 'invalid' | 'server' | 'unreadable';

export interface RemoteErrorDetails {
  /** HTTP status, where an answer came. */
  status?: number;
  /** How long the service asked us to wait. */
  retryAfterSeconds?: number;
  /** The request may have been carried out although no (readable) answer said so. */
  inDoubt?: boolean;
  /** The property a refusal named, where it named one. */
  property?: string;
  cause?: unknown;
}

/** A failed request to one of the two systems. Its message is redacted and fit for people and logs. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly code: RemoteErrorCode;
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
  readonly inDoubt: boolean;
  readonly property: string | null;

  constructor(code: RemoteErrorCode, message: string, details: RemoteErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.inDoubt = details.inDoubt ?? false;
    this.property = details.property ?? null;
  }
}
