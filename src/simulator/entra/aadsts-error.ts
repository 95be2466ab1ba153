import { randomUUID } from 'node:crypto';
import { HttpError } from '../http-error.ts';

/**
 * A refusal in Entra's shape (RFC 6749 section 5.2 plus Entra's own members).
 *
 * @param error the OAuth code, such as `invalid_client`
 * @param number the AADSTS number that support and client libraries look for
 */
export function aadstsError(status: 400 | 401, error: string, number: number, description: string): HttpError {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const traceId = randomUUID();
  const correlationId = randomUUID();
  return new HttpError(status, {
    error,
    error_description: `AADSTS${number}: ${description} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
  });
}
