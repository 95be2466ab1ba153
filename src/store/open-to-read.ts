import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely } from 'kysely';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { Records } from '../sync/ports/records.ts';
import { conversationRecords } from './records/conversations.ts';
import { intentRecords } from './records/intents.ts';
import { linkRecords } from './records/links.ts';
import type { Database } from './schema.ts';
import { SteadyDialect } from './steady-dialect.ts';

/** What can be read of a database without being its owner. */
export interface OpenReading {
  records: Pick<Records, 'listLinks' | 'wantedIntents'>;
  /** Where the bot can talk. */
  places: Pick<ChatRecords, 'bindings' | 'conversation' | 'personalChats'>;
  close(): Promise<void>;
}

/** Opens a SQLite file to read, and changes nothing in it or beside it. A bot may run on it meanwhile. Throws where there is none. */
export function openToRead(file: string): OpenReading {
  const database = openUntouched(resolve(file));
  const adapted = {
    close: () => database.close(),
    prepare(sql: string) {
      const statement = database.prepare(sql);
      const all = (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[]));
      return {
        reader: true,
        all,
        iterate: (parameters: readonly unknown[]) => all(parameters).values(),
        run(): never {
          throw new Error('this database was opened to read');
        },
      };
    },
  };
  const db = new Kysely<Database>({ dialect: new SteadyDialect({ database: adapted }) });
  const { listLinks } = linkRecords(db);
  const { wantedIntents } = intentRecords(db);
  const { bindings, conversation, personalChats } = conversationRecords(db);
  const places = { bindings, conversation, personalChats };
  return { records: { listLinks, wantedIntents }, places, close: () => db.destroy() };
}

/**
 * Opening a write-ahead logged file leaves two more beside it, owned by whoever opened it, even when opened to read: a
 * bot that runs as somebody else could then not start. An immutable one is read as it is. Only where a log is there
 * already does it have to be read too; then both files are there, and better-sqlite3 has no such choice.
 */
export function openUntouched(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  if (!existsSync(`${path}-wal`)) url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true, timeout: 5000 });
}
