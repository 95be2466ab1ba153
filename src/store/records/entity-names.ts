import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';
import { foldEntityName } from '../../incident/entity-names.ts';
import type { EntityName, EntityNameKind } from '../../incident/entity-names.ts';
import type { Records } from '../../sync/ports/records.ts';
import type { Database } from '../schema.ts';

/** Shorter beginnings fit half of all there is: they must be the whole name. */
const SHORTEST_BEGINNING = 3;
/** Sorts behind whatever can follow a beginning. */
const LAST = '\u{10ffff}';

export function entityNameRecords(db: Kysely<Database>): Pick<Records, 'entityNames' | 'saveEntityNames'> {
  return {
    async entityNames(link, limit) {
      const rows = await db
        .selectFrom('entity_names')
        .select(['kind', 'name', 'is_main'])
        .where('link', '=', link)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(({ kind, name, is_main }): EntityName => ({
        kind: kind as EntityNameKind,
        name,
        isMain: is_main === 1,
      }));
    },
    async saveEntityNames(link, names) {
      await db.deleteFrom('entity_names').where('link', '=', link).execute();
      for (const { kind, name, isMain } of names)
        await db
          .insertInto('entity_names')
          .values({ link, kind, name, folded_name: foldEntityName(name), is_main: isMain ? 1 : 0 })
          .execute();
    },
  };
}

/** The links that something with a name beginning so belongs to, as a subquery over the index. */
export function linksNamed(text: string, kind?: EntityNameKind): RawBuilder<unknown> {
  const folded = foldEntityName(text);
  const last = folded.length < SHORTEST_BEGINNING ? folded : folded + LAST;
  return sql`select link from entity_names where folded_name >= ${folded} and folded_name <= ${last}${
    kind === undefined ? sql`` : sql` and kind = ${kind}`
  }`;
}
