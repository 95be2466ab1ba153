import type { Kysely } from 'kysely';
import type { Side } from '../../incident/side.ts';
import type { Records } from '../../sync/ports/records.ts';
import type { Database } from '../schema.ts';

type ConnectionRecords = Pick<
  Records,
  'connection' | 'addConnection' | 'cursor' | 'moveCursor' | 'quarantine' | 'quarantined' | 'release'
>;

/** Connections, how far each side was read, and what could not be read. */
export function connectionRecords(db: Kysely<Database>): ConnectionRecords {
  return {
    async connection(id) {
      const row = await db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : { id: row.id, liveSince: row.live_since };
    },
    async addConnection({ id, liveSince }) {
      await db.insertInto('connections').values({ id, live_since: liveSince }).execute();
    },
    async cursor(connectionId, side) {
      const row = await db
        .selectFrom('cursors')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('side', '=', side)
        .executeTakeFirst();
      return row === undefined ? null : { position: row.position, recent: JSON.parse(row.recent) };
    },
    async moveCursor(connectionId, side, cursor) {
      const values = { position: cursor.position, recent: JSON.stringify(cursor.recent) };
      await db
        .insertInto('cursors')
        .values({ connection_id: connectionId, side, ...values })
        .onConflict((c) => c.columns(['connection_id', 'side']).doUpdateSet(values))
        .execute();
    },
    async quarantine({ connectionId, side, itemId, reason, attempts, since }) {
      await db
        .insertInto('quarantine')
        .values({ connection_id: connectionId, side, item_id: itemId, reason, attempts, since })
        .onConflict((c) =>
          c.columns(['connection_id', 'side', 'item_id']).doUpdateSet(attempts > 0 ? { reason, attempts } : { reason }),
        )
        .execute();
    },
    async quarantined(connectionId, side) {
      const rows = await db
        .selectFrom('quarantine')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('side', '=', side)
        .orderBy('since')
        .execute();
      return rows.map((row) => ({
        connectionId: row.connection_id,
        side: row.side as Side,
        itemId: row.item_id,
        reason: row.reason,
        attempts: row.attempts,
        since: row.since,
      }));
    },
    async release(connectionId, side, itemId) {
      await db
        .deleteFrom('quarantine')
        .where('connection_id', '=', connectionId)
        .where('side', '=', side)
        .where('item_id', '=', itemId)
        .execute();
    },
  };
}
