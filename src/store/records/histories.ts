import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { HistoryRecords } from '../../sync/ports/history-records.ts';
import { leadingIncident } from '../../sync/link.ts';
import { epochSeconds } from '../event-columns.ts';
import type { Database } from '../schema.ts';
import { eventRecords } from './events.ts';
import { linkRecords } from './links.ts';

/** The events of incidents with how they are now, for clocks that run on them. */
export function historyRecords(db: Kysely<Database>): HistoryRecords {
  const { link } = linkRecords(db);
  const { eventsOf } = eventRecords(db);
  const open = db.selectFrom('links').select('number').where('standing', '=', 'linked').where('status', '<>', 'closed');
  return {
    async history(incident) {
      const found = await link(incident);
      if (found === null || (found.defender ?? found.sentinel) === null) return null;
      const { severity, owner } = leadingIncident(found);
      return { incident, severity, owner, events: await eventsOf(incident) };
    },
    async stirringSince(from) {
      const rows = await db
        .selectFrom('events')
        .select('incident as number')
        .where('at_seconds', '>=', epochSeconds(from))
        .union(open)
        .orderBy('number')
        .execute();
      return rows.map(({ number }) => number);
    },
    async openIncidents() {
      const rows = await open.where('announced', '=', sql.lit(1)).orderBy('number').execute();
      return rows.map(({ number }) => number);
    },
  };
}
