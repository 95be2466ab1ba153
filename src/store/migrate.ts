import { Migrator } from 'kysely/migration';
import type { Kysely } from 'kysely';
import { initial } from './migrations/0001-initial.ts';
import { rules } from './migrations/0002-rules.ts';
import { digestColumns } from './migrations/0003-digest-columns.ts';
import { steps } from './migrations/0004-steps.ts';
import { oncall } from './migrations/0005-oncall.ts';
import { bindingRules } from './migrations/0006-binding-rules.ts';
import { paging } from './migrations/0007-paging.ts';
import { cardsDrawn } from './migrations/0008-cards-drawn.ts';
import { keptApart } from './migrations/0009-kept-apart.ts';
import { brakes } from './migrations/0010-brakes.ts';
import { gatheredPages } from './migrations/0011-gathered-pages.ts';
import type { Database } from './schema.ts';

/** Every migration there ever was, in order. They only go forward; one that was released is never changed. */
const MIGRATIONS = {
  '0001-initial': initial,
  '0002-rules': rules,
  '0003-digest-columns': digestColumns,
  '0004-steps': steps,
  '0005-oncall': oncall,
  '0006-binding-rules': bindingRules,
  '0007-paging': paging,
  '0008-cards-drawn': cardsDrawn,
  '0009-kept-apart': keptApart,
  '0010-brakes': brakes,
  '0011-gathered-pages': gatheredPages,
};

/** Their names, in order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS);

/** Brings the database to the newest schema. Throws with the failed migration's name and cause. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'a migration';
  throw new Error(`the database could not be migrated: ${failed} failed`, { cause: error });
}
