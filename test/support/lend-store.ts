import BetterSqlite3 from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { migrate } from '../../src/store/migrate.ts';
import { storeOver } from '../../src/store/open-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { prepareOnce } from '../../src/store/prepare-once.ts';
import type { Database } from '../../src/store/schema.ts';
import { SteadyDialect } from '../../src/store/steady-dialect.ts';

interface EmptyStore {
  db: Kysely<Database>;
  /** As it was when it was new. */
  empty(): void;
}

const idle: EmptyStore[] = [];

/**
 * An empty store in memory. Making one takes longer than most of what is played in it, its statements included, so one
 * that is closed is emptied and lent again: all of it happens within one transaction that is never committed.
 */
export async function lendStore(): Promise<OpenStore> {
  const lent = idle.pop() ?? (await makeEmptyStore());
  const close = () =>
    // Whatever is still at work in it ends first.
    lent.db.connection().execute(async () => {
      lent.empty();
      idle.push(lent);
    });
  return { ...storeOver(lent.db), close };
}

async function makeEmptyStore(): Promise<EmptyStore> {
  const database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  const db = new Kysely<Database>({ dialect: new SteadyDialect({ database: nested(database) }) });
  await migrate(db);
  database.exec('begin');
  return { db, empty: () => void database.exec('rollback; begin') };
}

/** Transactions become parts of one that is open already. */
function nested(database: BetterSqlite3.Database): SqliteDatabase {
  const prepared = prepareOnce(database);
  const instead: Record<string, SqliteStatement> = {
    begin: statement(() => database.exec('savepoint work')),
    commit: statement(() => database.exec('release work')),
    rollback: statement(() => database.exec('rollback to work; release work')),
  };
  return { close: () => prepared.close(), prepare: (sql) => instead[sql] ?? prepared.prepare(sql) };
}

function statement(run: () => unknown): SqliteStatement {
  return {
    reader: false,
    all: () => [],
    iterate: () => [][Symbol.iterator](),
    run() {
      run();
      return { changes: 0, lastInsertRowid: 0 };
    },
  };
}
