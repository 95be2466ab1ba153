import type { Insertable, Kysely, Selectable } from 'kysely';
import type { ChatRecords, Conversation, Grant, LiveCard, Role } from '../../sync/ports/chat-records.ts';
import type { CardTable, Database } from '../schema.ts';

/** What the chat side remembers: where to talk, what is shown there, and who may do what. */
export function chatRecords(db: Kysely<Database>): ChatRecords {
  return { ...conversationRecords(db), ...cardRecords(db), ...grantRecords(db) };
}

function conversationRecords(
  db: Kysely<Database>,
): Pick<ChatRecords, 'saveConversation' | 'conversation' | 'bind' | 'unbind' | 'bindings'> {
  return {
    async saveConversation({ id, kind, tenantId, serviceUrl, teamId, name, reachable }) {
      const values = {
        kind,
        tenant_id: tenantId,
        service_url: serviceUrl,
        team_id: teamId,
        name,
        reachable: reachable ? 1 : 0,
      };
      await db
        .insertInto('conversations')
        .values({ id, ...values })
        .onConflict((c) => c.column('id').doUpdateSet(values))
        .execute();
    },
    async conversation(id) {
      const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      return {
        id: row.id,
        kind: row.kind as Conversation['kind'],
        tenantId: row.tenant_id,
        serviceUrl: row.service_url,
        teamId: row.team_id,
        name: row.name,
        reachable: row.reachable === 1,
      };
    },
    async bind({ conversationId, boundBy, boundAt }) {
      const values = { bound_by: boundBy, bound_at: boundAt };
      await db
        .insertInto('bindings')
        .values({ conversation_id: conversationId, ...values })
        .onConflict((c) => c.column('conversation_id').doUpdateSet(values))
        .execute();
    },
    async unbind(conversationId) {
      const { numDeletedRows } = await db
        .deleteFrom('bindings')
        .where('conversation_id', '=', conversationId)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
    async bindings() {
      const rows = await db.selectFrom('bindings').selectAll().orderBy('bound_at').execute();
      return rows.map((row) => ({
        conversationId: row.conversation_id,
        boundBy: row.bound_by,
        boundAt: row.bound_at,
      }));
    },
  };
}

function cardRecords(
  db: Kysely<Database>,
): Pick<ChatRecords, 'ensureRootCard' | 'addCard' | 'saveCard' | 'card' | 'cardsOf' | 'outdatedCards'> {
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
        .where('kind', '=', 'root')
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
        .orderBy('cards.created_at')
        .limit(limit)
        .execute();
      return rows.map(toCard);
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
    attempts: card.attempts,
    not_before: card.notBefore,
    error: card.error,
    created_at: card.createdAt,
  };
}
