import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What has been counted by the brake, decision by decision, in place of one word for a whole cycle. */
export const brakes: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .alterTable('intents')
      .addColumn('passage', 'text', (c) => c.notNull().defaultTo('uncounted'))
      .execute();
    // What is promised was counted, and what a stopped connection holds is what its admins were told of.
    await sql`update intents set passage = 'counted' where state = 'open' or (state = 'proposed'
      and connection_id in (select id from connections where holds != '[]'))`.execute(db);
    await db.schema
      .alterTable('links')
      .addColumn('listed', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('connections').dropColumn('approved').execute();
    await db.schema
      .alterTable('connections')
      .addColumn('decided_between', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('connections').addColumn('went_at', 'text').execute();
  },
};
