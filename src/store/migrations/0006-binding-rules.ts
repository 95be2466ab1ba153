import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which incidents a bound conversation is told of; both null: all. */
export const bindingRules: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema.alterTable('bindings').addColumn('least_severity', 'text').execute();
    await db.schema.alterTable('bindings').addColumn('tag', 'text').execute();
  },
};
