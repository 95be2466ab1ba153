import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What was due once, and was promised then. */
export const steps: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('steps')
      // Whatever crashes, the database itself refuses a second one.
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('incident', 'integer')
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('steps_incident').on('steps').column('incident').execute();
  },
};
