import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What could not be written when a card was drawn: when that changes, its buttons do, also where nothing else moves. */
export const cardsDrawn: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema.alterTable('cards').addColumn('shown_read_only', 'text').execute();
  },
};
