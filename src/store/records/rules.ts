import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { Records } from '../../sync/ports/records.ts';
import type { RuleMessages } from '../../sync/ports/rule-messages.ts';
import type { RuleMessage } from '../../sync/rule-trail.ts';
import type { Database, RuleMessageTable } from '../schema.ts';

/** A state as it stands in the conditions of the partial indexes, so that they are used. */
const literally = (state: RuleMessage['state']) => sql.lit(state);

type RuleRecords = Pick<
  Records,
  'noteRuleRun' | 'countRuleRuns' | 'addRuleMessage' | 'proposedMessages' | 'releaseMessages'
>;

/** What automation rules did, and what they want posted. */
export function ruleRecords(db: Kysely<Database>): RuleRecords {
  return {
    async noteRuleRun({ connectionId, incident, rule, event, at }) {
      const values = { event_id: event, rule, connection_id: connectionId, incident, at };
      await db.insertInto('rule_runs').values(values).execute();
    },
    async countRuleRuns(incident, rule, since) {
      const { total } = await db
        .selectFrom('rule_runs')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .where('incident', '=', incident)
        .where('rule', '=', rule)
        .where('at', '>=', since)
        .executeTakeFirstOrThrow();
      return total;
    },
    async addRuleMessage(message) {
      await db.insertInto('rule_messages').values(toRow(message)).execute();
    },
    async proposedMessages(connectionId) {
      const rows = await db
        .selectFrom('rule_messages')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('state', '=', literally('proposed'))
        .orderBy('created_at')
        .execute();
      return rows.map(toMessage);
    },
    async releaseMessages(connectionId) {
      await db
        .updateTable('rule_messages')
        .set({ state: 'open' })
        .where('connection_id', '=', connectionId)
        .where('state', '=', literally('proposed'))
        .execute();
    },
  };
}

/** The same messages, for whoever posts them. */
export function ruleMessages(db: Kysely<Database>): RuleMessages {
  return {
    async due(now, limit) {
      const rows = await db
        .selectFrom('rule_messages')
        .selectAll()
        .where('state', '=', literally('open'))
        .where('not_before', '<=', now)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(toMessage);
    },
    async nextAt() {
      const row = await db
        .selectFrom('rule_messages')
        .select(({ fn }) => fn.min('not_before').as('at'))
        .where('state', '=', literally('open'))
        .executeTakeFirst();
      return row?.at ?? null;
    },
    async save(message) {
      const { id, ...values } = toRow(message);
      await db.updateTable('rule_messages').set(values).where('id', '=', id).execute();
    },
  };
}

function toMessage(row: Selectable<RuleMessageTable>): RuleMessage {
  return {
    id: row.id,
    connectionId: row.connection_id,
    incident: row.incident,
    rule: row.rule,
    actionId: row.action_id,
    conversationId: row.conversation_id,
    text: row.text,
    state: row.state as RuleMessage['state'],
    attempts: row.attempts,
    notBefore: row.not_before,
    error: row.error,
    createdAt: row.created_at,
  };
}

function toRow(message: RuleMessage): RuleMessageTable {
  return {
    id: message.id,
    connection_id: message.connectionId,
    incident: message.incident,
    rule: message.rule,
    action_id: message.actionId,
    conversation_id: message.conversationId,
    text: message.text,
    state: message.state,
    attempts: message.attempts,
    not_before: message.notBefore,
    error: message.error,
    created_at: message.createdAt,
  };
}
