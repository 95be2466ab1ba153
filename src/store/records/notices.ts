import { sql } from 'kysely';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Notice, NoticeRecords, NoticeSubject } from '../../sync/ports/notice-records.ts';
import type { Database, NoticeTable } from '../schema.ts';

/** Messages told without being asked: troubles, rehearsals, conflicts, digests. */
export function noticeRecords(db: Kysely<Database>): NoticeRecords {
  const told = { version: sql<number>`version + 1` };
  return {
    async ensureNotice(notice) {
      await db
        .insertInto('notices')
        .values(toRow(notice))
        .onConflict((c) => c.doNothing())
        .execute();
    },
    async retellNotice(id, subject) {
      await db
        .updateTable('notices')
        .set({ ...told, subject: JSON.stringify(subject) })
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .execute();
    },
    async endNotices(key, at) {
      await db
        .updateTable('notices')
        .set({ ...told, ended_at: at })
        .where('key', '=', key)
        .where('ended_at', 'is', null)
        .execute();
    },
    async concludeNotices(key, at, outcome) {
      await db
        .updateTable('notices')
        .set({ ...told, ended_at: sql<string>`coalesce(ended_at, ${at})`, outcome })
        .where('key', '=', key)
        .where('outcome', 'is', null)
        .execute();
    },
    async retireNotices(ids, at) {
      if (ids.length === 0) return;
      await db
        .updateTable('notices')
        .set({ ended_at: at })
        .where('id', 'in', [...ids])
        .where('ended_at', 'is', null)
        .execute();
    },
    async saveNoticeDelivery({ id, threadId, activityId, shownVersion, attempts, notBefore, error }) {
      const values = { thread_id: threadId, activity_id: activityId, attempts, not_before: notBefore, error };
      await db
        .updateTable('notices')
        .set({ ...values, shown_version: shownVersion })
        .where('id', '=', id)
        .execute();
    },
    async notice(id) {
      const row = await db.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toNotice(row);
    },
    async liveNotices(kind) {
      const live = db.selectFrom('notices').selectAll().where('ended_at', 'is', null).orderBy('created_at');
      const query = kind === undefined ? live : live.where(sql`json_extract(subject, '$.kind')`, '=', kind);
      return (await query.execute()).map(toNotice);
    },
    async liveNoticesUnder(prefix) {
      const rows = await db
        .selectFrom('notices')
        .selectAll()
        .where('ended_at', 'is', null)
        .where('key', '>=', prefix)
        .where('key', '<', `${prefix}\u{10ffff}`)
        .execute();
      return rows.map(toNotice);
    },
    async noticesShownIn(conversationId, activityId) {
      const rows = await db
        .selectFrom('notices')
        .selectAll()
        .where('activity_id', '=', activityId)
        .where('conversation_id', '=', conversationId)
        .execute();
      const oldestFirst = rows.toSorted((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
      return oldestFirst.map(toNotice);
    },
    async outdatedNotices(limit) {
      const rows = await db
        .selectFrom('notices')
        .selectAll()
        .whereRef('shown_version', '<', 'version')
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(toNotice);
    },
  };
}

function toNotice(row: Selectable<NoticeTable>): Notice {
  return {
    id: row.id,
    key: row.key,
    conversationId: row.conversation_id,
    subject: JSON.parse(row.subject) as NoticeSubject,
    version: row.version,
    endedAt: row.ended_at,
    outcome: row.outcome,
    threadId: row.thread_id,
    activityId: row.activity_id,
    shownVersion: row.shown_version,
    attempts: row.attempts,
    notBefore: row.not_before,
    error: row.error,
    createdAt: row.created_at,
  };
}

function toRow(notice: Notice): Insertable<NoticeTable> {
  return {
    id: notice.id,
    key: notice.key,
    conversation_id: notice.conversationId,
    subject: JSON.stringify(notice.subject),
    version: notice.version,
    ended_at: notice.endedAt,
    outcome: notice.outcome,
    thread_id: notice.threadId,
    activity_id: notice.activityId,
    shown_version: notice.shownVersion,
    attempts: notice.attempts,
    not_before: notice.notBefore,
    error: notice.error,
    created_at: notice.createdAt,
  };
}
