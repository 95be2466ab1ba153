import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { ChatRecords } from '../sync/ports/chat-records.ts';
import type { FigureRecords } from '../sync/ports/figure-records.ts';
import type { HistoryRecords } from '../sync/ports/history-records.ts';
import type { Records, Store } from '../sync/ports/records.ts';
import type { OverrideRecords } from '../sync/ports/oncall.ts';
import type { PagingRecords } from '../sync/ports/paging-records.ts';
import type { StepRecords } from '../sync/ports/step-records.ts';
import type { RuleMessages } from '../sync/ports/rule-messages.ts';
import { migrate } from './migrate.ts';
import { readAudit } from './read-audit.ts';
import type { AuditQuery, AuditTrailRow } from './read-audit.ts';
import { bookmarkRecords } from './records/bookmarks.ts';
import { entityNameRecords } from './records/entity-names.ts';
import { chatRecords } from './records/chat.ts';
import { connectionRecords } from './records/connections.ts';
import { eventRecords } from './records/events.ts';
import { figureRecords } from './records/figures.ts';
import { historyRecords } from './records/histories.ts';
import { intentRecords } from './records/intents.ts';
import { linkRecords } from './records/links.ts';
import { ruleMessages, ruleRecords } from './records/rules.ts';
import { overrideRecords } from './records/overrides.ts';
import { pagingRecords } from './records/paging.ts';
import { stepRecords } from './records/steps.ts';
import { trailRecords } from './records/trail.ts';
import { prepareOnce } from './prepare-once.ts';
import type { Database } from './schema.ts';
import { SteadyDialect } from './steady-dialect.ts';

export interface OpenStore {
  sync: Store;
  chat: ChatRecords;
  ruleMessages: RuleMessages;
  figures: FigureRecords;
  histories: HistoryRecords;
  steps: StepRecords;
  overrides: OverrideRecords;
  paging: PagingRecords;
  audit(query: AuditQuery): AsyncIterable<AuditTrailRow>;
  close(): Promise<void>;
}

/** What a week of events and its indexes fit into; SQLite's own 2 MB would read each page of them many times over. */
const CACHE_KIBIBYTES = 65_536;

/**
 * Opens the SQLite database a `file:` URL names (`file::memory:` for tests), makes it if need be, and brings it to
 * the newest schema. Write-ahead logging, and every commit is on disk before it is believed: a promise that a
 * power cut can take back is none.
 */
export async function openStore(databaseUrl: string): Promise<OpenStore> {
  const path = databaseUrl.replace(/^file:(\/\/)?/, '');
  if (path !== ':memory:') mkdirSync(dirname(resolve(path)), { recursive: true });
  const database = new BetterSqlite3(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  database.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
  const db = new Kysely<Database>({ dialect: new SteadyDialect({ database: prepareOnce(database) }) });
  await migrate(db);
  return storeOver(db);
}

/** The records of a database that has the newest schema. */
export function storeOver(db: Kysely<Database>): OpenStore {
  return {
    sync: {
      ...records(db),
      transaction: (work) => db.transaction().execute((transaction) => work(records(transaction))),
    },
    chat: chatRecords(db),
    ruleMessages: ruleMessages(db),
    figures: figureRecords(db),
    histories: historyRecords(db),
    steps: stepRecords(db),
    overrides: overrideRecords(db),
    paging: pagingRecords(db),
    audit: (query) => readAudit(db, query),
    close: () => db.destroy(),
  };
}

function records(db: Kysely<Database>): Records {
  return {
    ...linkRecords(db),
    ...intentRecords(db),
    ...trailRecords(db),
    ...bookmarkRecords(db),
    ...entityNameRecords(db),
    ...connectionRecords(db),
    ...eventRecords(db),
    ...ruleRecords(db),
  };
}
