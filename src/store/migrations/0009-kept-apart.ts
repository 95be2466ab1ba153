import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The incident that one is kept apart from by what was set here, so that Microsoft does not merge the two. */
export const keptApart: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema.alterTable('links').addColumn('apart_from', 'integer').execute();
    await sql`create index links_kept_apart on links (apart_from, connection_id) where apart_from is not null`.execute(
      db,
    );
  },
};
