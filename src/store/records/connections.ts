import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Side } from '../../incident/side.ts';
import type { Connection, NativeLag, Records } from '../../sync/ports/records.ts';
import type { SyncMode } from '../../sync/posture/posture.ts';
import { compiledOnce } from '../compiled-once.ts';
import type { Database } from '../schema.ts';

type ConnectionRecords = Pick<
  Records,
  | 'connection'
  | 'addConnection'
  | 'saveConnection'
  | 'noteDuplicate'
  | 'duplicates'
  | 'noteLag'
  | 'nativeLag'
  | 'cursor'
  | 'moveCursor'
  | 'listing'
  | 'saveListing'
  | 'quarantine'
  | 'quarantined'
  | 'unquarantine'
>;

const byId = compiledOnce((db, id: string) => db.selectFrom('connections').selectAll().where('id', '=', id));

const cursorOf = compiledOnce((db, connectionId: string, side: Side) =>
  db.selectFrom('cursors').selectAll().where('connection_id', '=', connectionId).where('side', '=', side),
);

const saveCursor = compiledOnce((db, connectionId: string, side: Side, position: string, recent: string) =>
  db
    .insertInto('cursors')
    .values({ connection_id: connectionId, side, position, recent })
    .onConflict((c) => c.columns(['connection_id', 'side']).doUpdateSet({ position, recent })),
);

const listingOf = compiledOnce((db, connectionId: string, side: Side) =>
  db.selectFrom('listings').selectAll().where('connection_id', '=', connectionId).where('side', '=', side),
);

const putAside = compiledOnce((db, connectionId: string, side: Side) =>
  db
    .selectFrom('quarantine')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('side', '=', side)
    .orderBy('since'),
);

/** Connections, how far each side was read, and what could not be read. */
export function connectionRecords(db: Kysely<Database>): ConnectionRecords {
  return {
    async connection(id) {
      const [row] = await byId(db, id);
      return row === undefined ? null : toConnection(row);
    },
    async addConnection(connection) {
      await db.insertInto('connections').values(toConnectionRow(connection)).execute();
    },
    async saveConnection(connection) {
      const { id, ...values } = toConnectionRow(connection);
      await db.updateTable('connections').set(values).where('id', '=', id).execute();
    },
    async noteDuplicate({ connectionId, sentinelName, defenderId, since }) {
      await db
        .insertInto('duplicates')
        .values({ connection_id: connectionId, sentinel_name: sentinelName, defender_id: defenderId, since })
        .onConflict((c) => c.doNothing())
        .execute();
    },
    async duplicates(connectionId) {
      const rows = await db
        .selectFrom('duplicates')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .orderBy('since')
        .execute();
      return rows.map((row) => ({
        connectionId: row.connection_id,
        sentinelName: row.sentinel_name,
        defenderId: row.defender_id,
        since: row.since,
      }));
    },
    async noteLag({ connectionId, ...sample }) {
      await db
        .insertInto('native_lag')
        .values({ connection_id: connectionId, ...sample })
        .execute();
    },
    nativeLag: (connectionId) => nativeLag(db, connectionId),
    async cursor(connectionId, side) {
      const [row] = await cursorOf(db, connectionId, side);
      return row === undefined ? null : { position: row.position, recent: JSON.parse(row.recent) };
    },
    async moveCursor(connectionId, side, { position, recent }) {
      await saveCursor(db, connectionId, side, position, JSON.stringify(recent));
    },
    async listing(connectionId, side) {
      const [row] = await listingOf(db, connectionId, side);
      if (row === undefined) return { incompleteInARow: 0, comparisonWanted: null };
      const wanted = row.comparison_wanted;
      return {
        incompleteInARow: row.incomplete_in_a_row,
        comparisonWanted: wanted === null ? null : JSON.parse(wanted),
      };
    },
    async saveListing(connectionId, side, { incompleteInARow, comparisonWanted }) {
      const values = {
        incomplete_in_a_row: incompleteInARow,
        comparison_wanted: comparisonWanted === null ? null : JSON.stringify(comparisonWanted),
      };
      await db
        .insertInto('listings')
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
      const rows = await putAside(db, connectionId, side);
      return rows.map((row) => ({
        connectionId: row.connection_id,
        side: row.side as Side,
        itemId: row.item_id,
        reason: row.reason,
        attempts: row.attempts,
        since: row.since,
      }));
    },
    async unquarantine(connectionId, side, itemId) {
      await db
        .deleteFrom('quarantine')
        .where('connection_id', '=', connectionId)
        .where('side', '=', side)
        .where('item_id', '=', itemId)
        .execute();
    },
  };
}

function toConnection(row: Selectable<Database['connections']>): Connection {
  return {
    id: row.id,
    liveSince: row.live_since,
    mode: row.mode as SyncMode,
    modeReason: row.mode_reason,
    holds: JSON.parse(row.holds),
    decidedBetween: row.decided_between,
    wentAt: row.went_at,
    knowsNative: row.knows_native === 1,
    comparedAt: row.compared_at,
  };
}

function toConnectionRow(connection: Connection): Insertable<Database['connections']> {
  return {
    id: connection.id,
    live_since: connection.liveSince,
    mode: connection.mode,
    mode_reason: connection.modeReason,
    holds: JSON.stringify(connection.holds),
    decided_between: connection.decidedBetween,
    went_at: connection.wentAt,
    knows_native: connection.knowsNative ? 1 : 0,
    compared_at: connection.comparedAt,
  };
}

/** So many measurements of a field tell how it is now. */
const LAG_SAMPLES = 500;

async function nativeLag(db: Kysely<Database>, connectionId: string): Promise<NativeLag[]> {
  const fields = await db
    .selectFrom('native_lag')
    .select('what')
    .distinct()
    .where('connection_id', '=', connectionId)
    .orderBy('what')
    .execute();
  return Promise.all(
    fields.map(async ({ what }) => {
      const rows = await db
        .selectFrom('native_lag')
        .select('seconds')
        .where('connection_id', '=', connectionId)
        .where('what', '=', what)
        .orderBy('id', 'desc')
        .limit(LAG_SAMPLES)
        .execute();
      const sorted = rows.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
      const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
      return { what: what as NativeLag['what'], samples: sorted.length, p50: rank(0.5), p95: rank(0.95) };
    }),
  );
}
