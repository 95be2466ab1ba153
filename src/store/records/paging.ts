import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { PagingEvent, PagingRecords } from '../../sync/ports/paging-records.ts';
import type { Database, PagingTable } from '../schema.ts';

/** The outbox to the paging system. */
export function pagingRecords(db: Kysely<Database>): PagingRecords {
  return {
    async eventsOf(dedupKey) {
      const query = db.selectFrom('paging_events').selectAll().where('dedup_key', '=', dedupKey).orderBy('id');
      return (await query.execute()).map(toEvent);
    },
    async addEvent({ dedupKey, action, alert, createdAt }) {
      const fresh = { state: 'open', attempts: 0, not_before: createdAt, error: null, created_at: createdAt };
      await db
        .insertInto('paging_events')
        .values({ dedup_key: dedupKey, action, alert: JSON.stringify(alert), ...fresh })
        .onConflict((c) => c.doNothing())
        .execute();
    },
    async dueAlerts(now, limit) {
      const rows = await db
        .selectFrom('paging_events')
        .select('dedup_key')
        // As it stands in the condition of the partial index, so that it is used.
        .where('state', '=', sql.lit('open'))
        .where('not_before', '<=', now)
        .groupBy('dedup_key')
        .orderBy(({ fn }) => fn.min('id'))
        .limit(limit)
        .execute();
      return rows.map(({ dedup_key }) => dedup_key);
    },
    async saveEvent({ id, state, attempts, notBefore, error }) {
      const values = { state, attempts, not_before: notBefore, error };
      await db.updateTable('paging_events').set(values).where('id', '=', id).execute();
    },
    async lastTried() {
      const row = await db
        .selectFrom('paging_events')
        .selectAll()
        .where('attempts', '>', 0)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toEvent(row);
    },
  };
}

function toEvent(row: Selectable<PagingTable>): PagingEvent {
  return {
    id: row.id,
    dedupKey: row.dedup_key,
    action: row.action as PagingEvent['action'],
    alert: JSON.parse(row.alert) as PagingEvent['alert'],
    state: row.state as PagingEvent['state'],
    attempts: row.attempts,
    notBefore: row.not_before,
    error: row.error,
    createdAt: row.created_at,
  };
}
