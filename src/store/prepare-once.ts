import type { SqliteDatabase, SqliteStatement } from 'kysely';

/**
 * Far more texts than the store has, those included that write a hundred different sets of columns of a link; only a text
 * that is made up anew each time could reach it.
 */
const MOST_KEPT = 500;

/**
 * The database with a memory for its statements. kysely prepares one for every query, and a change takes some sixty:
 * without this, preparing takes longer than running them, commits apart. SQLite itself prepares a kept statement again
 * when the schema changes. One that is still being iterated over cannot be run, so nothing may stream from the database.
 */
export function prepareOnce(database: SqliteDatabase): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = database.prepare(sql);
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(sql, statement);
      return statement;
    },
  };
}
