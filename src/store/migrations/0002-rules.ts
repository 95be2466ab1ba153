import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What automation rules did, and what they want posted. */
export const rules: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('rule_runs')
      .addColumn('event_id', 'integer', (c) => c.notNull().references('events.id'))
      .addColumn('rule', 'text', (c) => c.notNull())
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('incident', 'integer', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      // One answer of a rule to an event, whatever crashes: the database itself refuses a second.
      .addPrimaryKeyConstraint('rule_runs_key', ['event_id', 'rule'])
      .execute();
    await db.schema.createIndex('rule_runs_incident').on('rule_runs').columns(['incident', 'rule', 'at']).execute();

    await db.schema
      .createTable('rule_messages')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('connection_id', 'text', (c) => c.notNull())
      .addColumn('incident', 'integer', (c) => c.notNull().references('links.number'))
      .addColumn('rule', 'text', (c) => c.notNull())
      .addColumn('action_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('not_before', 'text', (c) => c.notNull())
      .addColumn('error', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .execute();
    await sql`create index rule_messages_open on rule_messages (not_before) where state = 'open'`.execute(db);
    await sql`create index rule_messages_proposed on rule_messages (connection_id) where state = 'proposed'`.execute(
      db,
    );
  },
};
