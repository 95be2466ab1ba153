import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Severity } from '../../incident/severity.ts';
import type { ChatRecords, Conversation } from '../../sync/ports/chat-records.ts';
import type { Database } from '../schema.ts';

type ConversationRecords = Pick<
  ChatRecords,
  'saveConversation' | 'conversation' | 'personalChats' | 'serviceUrlOf' | 'bind' | 'unbind' | 'bindings'
>;

/** Where to talk, and where incidents may be posted. */
export function conversationRecords(db: Kysely<Database>): ConversationRecords {
  return {
    async saveConversation({ id, kind, tenantId, serviceUrl, teamId, name, personObjectId, reachable }) {
      const values = {
        kind,
        tenant_id: tenantId,
        service_url: serviceUrl,
        team_id: teamId,
        name,
        person_object_id: personObjectId,
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
      return row === undefined ? null : toConversation(row);
    },
    async personalChats(objectIds) {
      const rows = await db
        .selectFrom('conversations')
        .selectAll()
        .where('kind', '=', 'personal')
        .where('reachable', '=', 1)
        .where('person_object_id', 'in', objectIds)
        .orderBy('id')
        .execute();
      return rows.map(toConversation);
    },
    async serviceUrlOf(tenantId, exceptId) {
      const row = await db
        .selectFrom('conversations')
        .select('service_url')
        .where('tenant_id', '=', tenantId)
        .where('id', '!=', exceptId)
        .orderBy('reachable', 'desc')
        .orderBy(sql`rowid`, 'desc')
        .executeTakeFirst();
      return row?.service_url ?? null;
    },
    async bind({ conversationId, boundBy, boundAt, rule }) {
      const values = {
        bound_by: boundBy,
        bound_at: boundAt,
        least_severity: rule?.least ?? null,
        tag: rule?.tag ?? null,
      };
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
        ...(row.least_severity === null && row.tag === null
          ? {}
          : { rule: { least: row.least_severity as Severity | null, tag: row.tag } }),
      }));
    },
  };
}

function toConversation(row: Selectable<Database['conversations']>): Conversation {
  return {
    id: row.id,
    kind: row.kind as Conversation['kind'],
    tenantId: row.tenant_id,
    serviceUrl: row.service_url,
    teamId: row.team_id,
    name: row.name,
    personObjectId: row.person_object_id,
    reachable: row.reachable === 1,
  };
}
