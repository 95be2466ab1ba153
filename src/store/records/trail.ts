import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { LedgerComment } from '../../sync/ledger.ts';
import type { AuditRow, Records } from '../../sync/ports/records.ts';
import { compiledOnce } from '../compiled-once.ts';
import type { CommentTable, Database } from '../schema.ts';

type TrailRecords = Pick<
  Records,
  | 'comments'
  | 'comment'
  | 'addComment'
  | 'saveComment'
  | 'rollUp'
  | 'saveRollUp'
  | 'action'
  | 'addAction'
  | 'lastActionOf'
  | 'appendAudit'
>;

const ofLink = compiledOnce((db, link: number) =>
  db.selectFrom('comments').selectAll().where('link', '=', link).orderBy('seq'),
);

const rollUpOf = compiledOnce((db, link: number) =>
  db.selectFrom('links').select('roll_up').where('number', '=', link),
);

const append = compiledOnce((db, row: ReturnType<typeof toAuditRow>) => db.insertInto('audit').values(row));

/** The comment ledger, the idempotency keys and the audit. */
export function trailRecords(db: Kysely<Database>): TrailRecords {
  return {
    async comments(link) {
      return (await ofLink(db, link)).map(toComment);
    },
    async comment(id) {
      const row = await db.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toComment(row);
    },
    async addComment(comment) {
      await db.insertInto('comments').values(toCommentRow(comment)).execute();
    },
    async saveComment(comment) {
      await db.updateTable('comments').set(toCommentRow(comment)).where('id', '=', comment.id).execute();
    },
    async rollUp(link) {
      const [row] = await rollUpOf(db, link);
      return row?.roll_up == null ? null : JSON.parse(row.roll_up);
    },
    async saveRollUp(link, rollUp) {
      await db
        .updateTable('links')
        .set({ roll_up: JSON.stringify(rollUp) })
        .where('number', '=', link)
        .execute();
    },
    async action(key) {
      const row = await db.selectFrom('actions').selectAll().where('key', '=', key).executeTakeFirst();
      return row === undefined
        ? null
        : { key: row.key, id: row.id, link: row.link, actorObjectId: row.actor_object_id, at: row.at };
    },
    async addAction({ key, id, link, actorObjectId, at }) {
      await db.insertInto('actions').values({ key, id, link, actor_object_id: actorObjectId, at }).execute();
    },
    async lastActionOf(actorObjectId, since) {
      const row = await db
        .selectFrom('audit')
        .select(['action_id', 'incident', 'action'])
        .where('at', '>=', since)
        .where('actor_object_id', '=', actorObjectId)
        .where('outcome', '=', 'accepted')
        .where('action_id', 'is not', null)
        // The plus keeps the database from going back through the whole audit in that order.
        .orderBy(sql`+id`, 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : { id: row.action_id!, incident: row.incident!, kind: row.action };
    },
    async appendAudit(row) {
      await append(db, toAuditRow(row));
    },
  };
}

function toComment(row: Selectable<CommentTable>): LedgerComment {
  return {
    id: row.id,
    link: row.link,
    origin: row.origin as LedgerComment['origin'],
    author: row.author,
    text: row.text,
    carriedText: row.carried_text,
    part: row.part,
    isEdit: row.is_edit === 1,
    createdAt: row.created_at,
    onDefender: row.on_defender === 1,
    onSentinel: row.on_sentinel === 1,
    inRollUp: row.in_roll_up === 1,
    shownText: row.shown_text,
  };
}

function toCommentRow(comment: LedgerComment) {
  return {
    id: comment.id,
    link: comment.link,
    origin: comment.origin,
    author: comment.author,
    text: comment.text,
    carried_text: comment.carriedText,
    part: comment.part,
    is_edit: comment.isEdit ? 1 : 0,
    created_at: comment.createdAt,
    on_defender: comment.onDefender ? 1 : 0,
    on_sentinel: comment.onSentinel ? 1 : 0,
    in_roll_up: comment.inRollUp ? 1 : 0,
    shown_text: comment.shownText,
  };
}

function toAuditRow(row: AuditRow) {
  return {
    at: row.at,
    actor_kind: row.actorKind,
    actor_object_id: row.actorObjectId,
    actor_tenant_id: row.actorTenantId,
    actor_upn: row.actorUpn,
    actor_name: row.actorName,
    action: row.action,
    incident: row.incident,
    action_id: row.actionId,
    outcome: row.outcome,
    detail: JSON.stringify(row.detail ?? null),
  };
}
