import type { Insertable, Kysely, Selectable } from 'kysely';
import type { IncidentEvent, RecordedEvent } from '../../sync/history/event.ts';
import type { Records } from '../../sync/ports/records.ts';
import { figureColumns } from '../event-columns.ts';
import { compiledOnce } from '../compiled-once.ts';
import type { Database, EventTable } from '../schema.ts';

const append = compiledOnce((db, row: Insertable<EventTable>) => db.insertInto('events').values(row));

const newest = compiledOnce((db, connectionId: string) =>
  db
    .selectFrom('events')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('connection_id', '=', connectionId),
);

const bookmarkOf = compiledOnce((db, connectionId: string, reader: string) =>
  db
    .selectFrom('event_bookmarks')
    .select('event_id')
    .where('connection_id', '=', connectionId)
    .where('reader', '=', reader),
);

/** What happened to incidents, and how far it has been worked through by whoever follows it. */
export function eventRecords(
  db: Kysely<Database>,
): Pick<Records, 'appendEvent' | 'eventsAfter' | 'eventsOf' | 'newestEvent' | 'bookmark' | 'moveBookmark'> {
  return {
    async appendEvent(event) {
      await append(db, toEventRow(event));
    },
    async eventsAfter(connectionId, id, limit) {
      const rows = await db
        .selectFrom('events')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('id', '>', id)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },
    async eventsOf(incident) {
      const rows = await db.selectFrom('events').selectAll().where('incident', '=', incident).orderBy('id').execute();
      return rows.map(toEvent);
    },
    async newestEvent(connectionId) {
      const [row] = await newest(db, connectionId);
      return row?.id ?? 0;
    },
    async bookmark(connectionId, reader) {
      const [row] = await bookmarkOf(db, connectionId, reader);
      return row?.event_id ?? null;
    },
    async moveBookmark(connectionId, reader, id) {
      await db
        .insertInto('event_bookmarks')
        .values({ connection_id: connectionId, reader, event_id: id })
        .onConflict((c) => c.columns(['connection_id', 'reader']).doUpdateSet({ event_id: id }))
        .execute();
    },
  };
}

/** A row as the event it keeps. */
export function toEvent(row: Selectable<EventTable>): RecordedEvent {
  return {
    id: row.id,
    connectionId: row.connection_id,
    incident: row.incident,
    kind: row.kind as IncidentEvent['kind'],
    field: row.field as IncidentEvent['field'],
    origin: row.origin as IncidentEvent['origin'],
    after: row.after,
    at: row.at,
    actorName: row.actor_name,
    actorObjectId: row.actor_object_id,
    isMachine: row.is_machine === 1,
    before: JSON.parse(row.before),
    now: JSON.parse(row.now),
  };
}

function toEventRow(event: IncidentEvent): Insertable<EventTable> {
  return {
    connection_id: event.connectionId,
    incident: event.incident,
    kind: event.kind,
    field: event.field,
    origin: event.origin,
    after: event.after,
    at: event.at,
    actor_name: event.actorName,
    actor_object_id: event.actorObjectId,
    is_machine: event.isMachine ? 1 : 0,
    before: JSON.stringify(event.before ?? null),
    now: JSON.stringify(event.now ?? null),
    ...figureColumns(event),
  };
}
