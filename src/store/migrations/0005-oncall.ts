import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who is on call instead of whom the rota says. */
export const oncall: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema
      .createTable('oncall_overrides')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('person_object_id', 'text', (c) => c.notNull())
      .addColumn('person_name', 'text', (c) => c.notNull())
      .addColumn('from_at', 'text', (c) => c.notNull())
      .addColumn('until_at', 'text', (c) => c.notNull())
      .addColumn('set_by', 'text', (c) => c.notNull())
      .execute();
  },
};
