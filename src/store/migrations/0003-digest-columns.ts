import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What digests ask of every open incident and of all that happened in a week, where it costs no look at whole rows:
 * beside the JSON it is a copy of, and in indexes that hold all that is asked for.
 */
export const digestColumns: Migration = {
  async up(db: Kysely<never>): Promise<void> {
    await db.schema.alterTable('links').addColumn('owner', 'text').execute();
    await db.schema.alterTable('links').addColumn('products', 'text').execute();
    const leading = (member: string) =>
      sql`json_extract(coalesce(defender, sentinel), ${sql.lit(`$.observation.incident.${member}`)})`;
    await sql`update links set owner = ${leading('owner')}, products = coalesce(${leading('products')}, '[]')`.execute(
      db,
    );
    await sql`create index links_standing on links (standing, severity, owner, status)
      where status <> 'closed'`.execute(db);
    await sql`drop index events_at`.execute(db);
    await sql`create index events_at on events (at_seconds, kind, field, incident)`.execute(db);
    await sql`drop index events_incident`.execute(db);
    await sql`create index events_incident
      on events (incident, at_seconds, kind, status, classification, is_machine, origin, field)`.execute(db);
  },
};
