import type { Insertable, Kysely, Selectable } from 'kysely';
import type { LedgerBookmark } from '../../sync/bookmark.ts';
import type { Records } from '../../sync/ports/records.ts';
import { compiledOnce } from '../compiled-once.ts';
import type { Database } from '../schema.ts';

type BookmarkRecords = Pick<Records, 'bookmarks' | 'saveBookmark' | 'linksToBookmark'>;

const toWrite = compiledOnce((db, connectionId: string, limit: number) =>
  db
    .selectFrom('bookmarks as b')
    // Crosswise, so that the database begins with what is to be written, and not with every link there is.
    .crossJoin('links as l')
    .whereRef('l.number', '=', 'b.link')
    .select('b.link')
    .distinct()
    .where('b.content', 'is not', null)
    .where('b.refusal', 'is', null)
    .where('l.connection_id', '=', connectionId)
    .where('l.standing', '=', 'linked')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('intents as i')
            .select('i.id')
            .whereRef('i.link', '=', 'b.link')
            .where('i.state', 'in', ['open', 'proposed'])
            .where('i.kind', '=', 'alerts'),
        ),
      ),
    )
    // A twin that is promised is made before anything is written to it.
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('l.sentinel', 'is not', null),
        exists(
          selectFrom('intents as c')
            .select('c.id')
            .whereRef('c.link', '=', 'b.link')
            .where('c.state', '=', 'open')
            .where('c.kind', '=', 'create'),
        ),
      ]),
    )
    .orderBy('b.link', 'desc')
    .limit(limit),
);

/** The ledger of alerts that are bookmarks in Sentinel, or are to be. */
export function bookmarkRecords(db: Kysely<Database>): BookmarkRecords {
  return {
    async bookmarks(link) {
      const rows = await db.selectFrom('bookmarks').selectAll().where('link', '=', link).orderBy('seq').execute();
      return rows.map(toBookmark);
    },
    async saveBookmark(bookmark) {
      const { link, alert_id, ...values } = toBookmarkRow(bookmark);
      await db
        .insertInto('bookmarks')
        .values({ link, alert_id, ...values })
        .onConflict((c) => c.columns(['link', 'alert_id']).doUpdateSet(values))
        .execute();
    },
    async linksToBookmark(connectionId, limit) {
      const rows = await toWrite(db, connectionId, limit);
      return rows.map(({ link }) => link);
    },
  };
}

function toBookmark(row: Selectable<Database['bookmarks']>): LedgerBookmark {
  return {
    link: row.link,
    alertId: row.alert_id,
    content: row.content === null ? null : JSON.parse(row.content),
    hash: row.hash,
    isTied: row.is_tied === 1,
    refusal: row.refusal === null ? null : JSON.parse(row.refusal),
  };
}

function toBookmarkRow(bookmark: LedgerBookmark): Insertable<Database['bookmarks']> {
  return {
    link: bookmark.link,
    alert_id: bookmark.alertId,
    content: bookmark.content === null ? null : JSON.stringify(bookmark.content),
    hash: bookmark.hash,
    is_tied: bookmark.isTied ? 1 : 0,
    refusal: bookmark.refusal === null ? null : JSON.stringify(bookmark.refusal),
  };
}
