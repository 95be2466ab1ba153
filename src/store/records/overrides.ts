import type { Kysely } from 'kysely';
import type { OverrideRecords } from '../../sync/ports/oncall.ts';
import type { Database } from '../schema.ts';

/** Who is on call instead of whom the rota says. */
export function overrideRecords(db: Kysely<Database>): OverrideRecords {
  return {
    async overrides(now) {
      const rows = await db
        .selectFrom('oncall_overrides')
        .selectAll()
        .where('until_at', '>', now)
        .orderBy('id', 'desc')
        .execute();
      return rows.map((row) => ({
        person: { name: row.person_name, objectId: row.person_object_id },
        from: row.from_at,
        until: row.until_at,
        setBy: row.set_by,
      }));
    },
    async addOverride({ person, from, until, setBy }) {
      const values = { person_object_id: person.objectId, person_name: person.name };
      await db
        .insertInto('oncall_overrides')
        .values({ ...values, from_at: from, until_at: until, set_by: setBy })
        .execute();
    },
  };
}
