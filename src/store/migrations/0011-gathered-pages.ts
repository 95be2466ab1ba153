import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Several pages may share a message: whoever edits it looks for all of them. */
export const gatheredPages: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema.createIndex('notices_activity').on('notices').column('activity_id').execute();
  },
};
