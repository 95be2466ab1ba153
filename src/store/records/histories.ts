import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Owner } from '../../incident/person.ts';
import type { Severity } from '../../incident/severity.ts';
import type { HistoryRecords } from '../../sync/ports/history-records.ts';
import { leadingIncident } from '../../sync/link.ts';
import { epochSeconds } from '../event-columns.ts';
import type { Database } from '../schema.ts';
import { eventRecords, toEvent } from './events.ts';
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
    async histories(incidents) {
      const wanted = sql<number>`(select value from json_each(${JSON.stringify(incidents)}))`;
      const links = await db
        .selectFrom('links')
        .select(['number', 'severity', 'owner'])
        .where('number', 'in', wanted)
        .where(({ or, eb }) => or([eb('defender', 'is not', null), eb('sentinel', 'is not', null)]))
        .orderBy('number')
        .execute();
      const rows = await db.selectFrom('events').selectAll().where('incident', 'in', wanted).orderBy('id').execute();
      const events = Map.groupBy(rows.map(toEvent), ({ incident }) => incident);
      return links.map(({ number, severity, owner }) => ({
        incident: number,
        severity: severity as Severity,
        owner: owner === null ? null : (JSON.parse(owner) as Owner),
        events: events.get(number) ?? [],
      }));
    },
    async stirringSince(from) {
      // Brought together here: asked for them once each or in order, SQLite would walk the whole history and not its end.
      const stirred = await db
        .selectFrom('events')
        .select('incident as number')
        .where('at_seconds', '>=', epochSeconds(from))
        .execute();
      const numbers = new Set([...stirred, ...(await open.execute())].map(({ number }) => number));
      return [...numbers].toSorted((one, other) => one - other);
    },
    async openIncidents() {
      const rows = await open.where('announced', '=', sql.lit(1)).orderBy('number').execute();
      return rows.map(({ number }) => number);
    },
  };
}
