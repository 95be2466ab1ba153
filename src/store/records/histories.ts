import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Owner } from '../../incident/person.ts';
import type { Severity } from '../../incident/severity.ts';
import type { HistoryRecords } from '../../sync/ports/history-records.ts';
import { leadingIncident } from '../../sync/link.ts';
import { toTimeline } from '../../sync/history/timeline.ts';
import type { TimelineEvent } from '../../sync/history/timeline.ts';
import { epochSeconds } from '../event-columns.ts';
import type { Database, EventTable } from '../schema.ts';
import { isMachines } from './closures.ts';
import { eventRecords } from './events.ts';
import { linkRecords } from './links.ts';

/** What happened to incidents with how they are now, for clocks that run on them. */
export function historyRecords(db: Kysely<Database>): HistoryRecords {
  const { link } = linkRecords(db);
  const { eventsOf } = eventRecords(db);
  const open = db
    .selectFrom('links')
    .select('number')
    .where('standing', '=', 'linked')
    .where('status', '<>', sql.lit('closed'));
  return {
    async history(incident) {
      const found = await link(incident);
      if (found === null || (found.defender ?? found.sentinel) === null) return null;
      const { severity, owner } = leadingIncident(found);
      return { incident, severity, owner, events: await eventsOf(incident) };
    },
    async timelines(incidents) {
      const wanted = sql<number>`(select value from json_each(${JSON.stringify(incidents)}))`;
      const links = await db
        .selectFrom('links')
        .select(['number', 'severity', 'owner'])
        .where('number', 'in', wanted)
        .where(({ or, eb }) => or([eb('defender', 'is not', null), eb('sentinel', 'is not', null)]))
        .orderBy('number')
        .execute();
      // All but two values are in an index: few rows are looked up, those that tell of a severity or an owner.
      const value = (of: 'before' | 'now') =>
        sql<string | null>`case when field in ('severity', 'owner') then ${sql.ref(of)} end`.as(of);
      const rows = await db
        .selectFrom('events')
        .select(['incident', 'id', 'kind', 'field', 'at_seconds', 'status', value('before'), value('now')])
        .select(sql<number>`kind in ('changed', 'commented') and not ${isMachines(sql`events`)}`.as('is_persons'))
        .where('incident', 'in', wanted)
        .where('kind', 'not in', ['asked', 'failed'])
        .orderBy('id')
        .execute();
      const events = Map.groupBy(rows, ({ incident }) => incident);
      return links.map(({ number, severity, owner }) => {
        const present = { incident: number, severity: severity as Severity, owner: toOwner(owner) };
        return toTimeline(present, (events.get(number) ?? []).map(toTimelineEvent));
      });
    },
    async stirringSince(from) {
      // The plus keeps SQLite to the end of the history: in the order of an index it would walk all of it.
      const { rows } = await sql<{ number: number }>`
        select distinct +incident as number from events where at_seconds >= ${epochSeconds(from)}`.execute(db);
      const numbers = new Set([...rows, ...(await open.execute())].map(({ number }) => number));
      return [...numbers].toSorted((one, other) => one - other);
    },
    async openIncidents() {
      const rows = await open.where('announced', '=', sql.lit(1)).orderBy('number').execute();
      return rows.map(({ number }) => number);
    },
  };
}

interface TimelineRow extends Pick<Selectable<EventTable>, 'id' | 'kind' | 'field' | 'at_seconds' | 'status'> {
  is_persons: number;
  before: string | null;
  now: string | null;
}

function toTimelineEvent(row: TimelineRow): TimelineEvent {
  return {
    id: row.id,
    kind: row.kind as TimelineEvent['kind'],
    field: row.field as TimelineEvent['field'],
    time: Math.round(row.at_seconds * 1000),
    isPersons: row.is_persons === 1,
    actorName: null,
    status: row.status as TimelineEvent['status'],
    before: row.before === null ? null : JSON.parse(row.before),
    now: row.now === null ? null : JSON.parse(row.now),
  };
}

function toOwner(json: string | null): Owner | null {
  return json === null ? null : (JSON.parse(json) as Owner);
}
