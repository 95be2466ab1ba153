import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The outbox to the paging system. */
export const paging: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('paging_events')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('dedup_key', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('alert', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('not_before', 'text', (c) => c.notNull())
      .addColumn('error', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addUniqueConstraint('paging_events_key', ['dedup_key', 'action'])
      .execute();
    await sql`create index paging_events_open on paging_events (not_before) where state = 'open'`.execute(db);
  },
};
