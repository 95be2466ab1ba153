import { environment } from './environment.ts';

/**
 * Path of the SQLite file the environment names, for commands that need nothing else of it. Throws a zod error for
 * a value that is not accepted.
 */
export function readDatabaseFile(env: Record<string, string | undefined>): string {
  return environment.shape.DATABASE_URL.parse(env['DATABASE_URL']?.trim() || undefined);
}
