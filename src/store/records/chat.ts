import { sql } from 'kysely';
import type { Insertable, Kysely, Selectable } from 'kysely';
import { NEVER_OUTDATED } from '../../sync/ports/chat-records.ts';
import type { ChatRecords, Grant, LiveCard, Role } from '../../sync/ports/chat-records.ts';
import type { CardTable, Database } from '../schema.ts';
import { conversationRecords } from './conversations.ts';
import { noticeRecords } from './notices.ts';
import { snoozeRecords } from './snoozes.ts';

/** What the chat side remembers: where to talk, what is shown there, and who may do what. */
export function chatRecords(db: Kysely<Database>): ChatRecords {
  return {
    ...conversationRecords(db),
    ...cardRecords(db),
    ...noticeRecords(db),
    ...snoozeRecords(db),
    ...grantRecords(db),
  };
}

function cardRecords(
  db: Kysely<Database>,
): Pick<
  ChatRecords,
  | 'ensureRootCard'
  | 'addCard'
  | 'saveCard'
  | 'card'
  | 'cardsOf'
  | 'outdatedCards'
  | 'expireCards'
  | 'expireCardsDrawnOtherwise'
> {
  const expire = () =>
    db
      .updateTable('cards')
      .set({ shown_version: 0 })
      .where('shown_version', '>', 0)
      .where('shown_version', '<', NEVER_OUTDATED);
  return {
    async ensureRootCard(card) {
      await db
        .insertInto('cards')
        .values(toCardRow(card))
        .onConflict((c) => c.doNothing())
        .execute();
      const row = await db
        .selectFrom('cards')
        .selectAll()
        .where('incident', '=', card.incident)
        .where('conversation_id', '=', card.conversationId)
        .where('kind', '=', sql.lit('root'))
        .executeTakeFirstOrThrow();
      return toCard(row);
    },
    async addCard(card) {
      await db.insertInto('cards').values(toCardRow(card)).execute();
    },
    async saveCard(card) {
      const { id, ...values } = toCardRow(card);
      await db.updateTable('cards').set(values).where('id', '=', id).execute();
    },
    async card(id) {
      const row = await db.selectFrom('cards').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toCard(row);
    },
    async cardsOf(incident) {
      const rows = await db
        .selectFrom('cards')
        .selectAll()
        .where('incident', '=', incident)
        .orderBy('created_at')
        .execute();
      return rows.map(toCard);
    },
    async outdatedCards(limit) {
      const rows = await db
        .selectFrom('cards')
        .innerJoin('links', 'links.number', 'cards.incident')
        .innerJoin('conversations', 'conversations.id', 'cards.conversation_id')
        .selectAll('cards')
        .where('conversations.reachable', '=', 1)
        .whereRef('cards.shown_version', '<', 'links.version')
        .orderBy(sql`case when shown_version <> 0 then 0 when links.status <> 'closed' then 1 else 2 end`)
        .orderBy('cards.created_at')
        .limit(limit)
        .execute();
      return rows.map(toCard);
    },
    async expireCards(incidents) {
      if (incidents !== 'open') {
        await expire().where('incident', 'in', incidents).execute();
        return;
      }
      const open = db.selectFrom('links').select('number').where('status', '!=', sql.lit('closed'));
      const held = db.selectFrom('intents').select('link').where('state', '=', sql.lit('proposed'));
      await expire()
        .where((e) => e.or([e('incident', 'in', open), e('incident', 'in', held)]))
        .execute();
    },
    async expireCardsDrawnOtherwise(connectionId, readOnly) {
      const own = db.selectFrom('links').select('number').where('connection_id', '=', connectionId);
      await expire().where('shown_read_only', 'is distinct from', readOnly).where('incident', 'in', own).execute();
    },
  };
}

function grantRecords(db: Kysely<Database>): Pick<ChatRecords, 'grant' | 'revoke' | 'grants' | 'grantsOf'> {
  return {
    async grant({ objectId, tenantId, role, name, grantedBy, grantedAt }) {
      const values = { name, granted_by: grantedBy, granted_at: grantedAt };
      await db
        .insertInto('grants')
        .values({ object_id: objectId, tenant_id: tenantId, role, ...values })
        .onConflict((c) => c.columns(['object_id', 'tenant_id', 'role']).doUpdateSet(values))
        .execute();
    },
    async revoke(objectId, tenantId, role) {
      const { numDeletedRows } = await db
        .deleteFrom('grants')
        .where('object_id', '=', objectId)
        .where('tenant_id', '=', tenantId)
        .where('role', '=', role)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
    async grants() {
      return (await db.selectFrom('grants').selectAll().orderBy('granted_at').execute()).map(toGrant);
    },
    async grantsOf(objectId, tenantId) {
      const rows = await db
        .selectFrom('grants')
        .selectAll()
        .where('object_id', '=', objectId)
        .where('tenant_id', '=', tenantId)
        .execute();
      return rows.map(toGrant);
    },
  };
}

function toGrant(row: Selectable<Database['grants']>): Grant {
  return {
    objectId: row.object_id,
    tenantId: row.tenant_id,
    role: row.role as Role,
    name: row.name,
    grantedBy: row.granted_by,
    grantedAt: row.granted_at,
  };
}

function toCard(row: Selectable<CardTable>): LiveCard {
  return {
    id: row.id,
    incident: row.incident,
    conversationId: row.conversation_id,
    kind: row.kind as LiveCard['kind'],
    threadId: row.thread_id,
    activityId: row.activity_id,
    shownVersion: row.shown_version,
    shownHash: row.shown_hash,
    shownReadOnly: row.shown_read_only,
    attempts: row.attempts,
    notBefore: row.not_before,
    error: row.error,
    createdAt: row.created_at,
  };
}

function toCardRow(card: LiveCard): Insertable<CardTable> {
  return {
    id: card.id,
    incident: card.incident,
    conversation_id: card.conversationId,
    kind: card.kind,
    thread_id: card.threadId,
    activity_id: card.activityId,
    shown_version: card.shownVersion,
    shown_hash: card.shownHash,
    shown_read_only: card.shownReadOnly,
    attempts: card.attempts,
    not_before: card.notBefore,
    error: card.error,
    created_at: card.createdAt,
  };
}
