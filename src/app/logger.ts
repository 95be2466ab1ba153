import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger };

/** Where a token or secret could end up in a log record by mistake. */
const SECRET_PATHS = [
  '*.authorization',
  '*.Authorization',
  '*.headers.authorization',
  '*.clientSecret',
  '*.password',
  '*.access_token',
  'err.request.headers.authorization',
  'err.config.headers.Authorization',
];

/** JSON lines on standard output. `error` means that a person must act; a healthy Dragoman writes none. */
export function createLogger(level: string): Logger {
  return pino({ level, base: { app: 'dragoman' }, redact: { paths: SECRET_PATHS, censor: '[redacted]' } });
}
